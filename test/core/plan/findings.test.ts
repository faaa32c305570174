import { expect, test } from '@jest/globals';
import { explanationText } from '../../../src/core/pir/render-findings.ts';
import { explain } from '../../../src/core/pir/rules/rules.ts';
import { explainPlan, planFindings } from '../../../src/core/plan/findings.ts';
import { expectGenerated } from '../../setup/generated.ts';

test('the page on findings of planning says what the findings say of themselves', () => {
  const sections = planFindings.map(({ code, title, severity, why, source, mend }) =>
    [
      `## ${code}: ${title}`,
      `Severity: **${severity}**.`,
      why,
      `**To mend it.** ${mend}`,
      `**It follows.** ${source}`,
    ].join('\n\n'),
  );
  const rows = planFindings.map(
    ({ code, title, severity }) =>
      `| [${code}](#${`${code}: ${title}`
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')}) | ${severity} | ${title} |`,
  );
  expectGenerated(
    'docs/plan-findings.md',
    `<!-- Written from src/core/plan/findings.ts by \`npm run generate\`. -->

# What planning has to say

Before a plan is shown, Jira is asked whether it would take it. An **error** keeps its own item from being approved and no
other; a **warning** or an **info** says what will be otherwise than the document asks. A field that no ticket of a project
can have is said once. \`pir check --explain CODE\` prints the same.

| code | severity | what is so |
|---|---|---|
${rows.join('\n')}

${sections.join('\n\n')}
`,
  );
});

test('each is explained by its code, and none has the code of a rule', () => {
  for (const { code, title } of planFindings) {
    expect(explain(code)).toBeNull();
    const explanation = explainPlan(code.toLowerCase());
    expect(explanation === null ? '' : explanationText(explanation)).toContain(title);
  }
  expect(new Set(planFindings.map(({ code }) => code)).size).toBe(planFindings.length);
  expect(explainPlan('PLAN999')).toBeNull();
});
