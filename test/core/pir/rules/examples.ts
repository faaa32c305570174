/** A document with these bullets as its items and nothing else to say about it. */
export const pirOf = (...items: readonly string[]) =>
  `# The lift stands still\n\n- **Date**: 2026-01-12\n- **PIR Date**: 2026-01-14\n\n## Action Items\n\n${items.join('\n')}\n\n## Follow-Up\n\n- 1-week review (2026-01-19)\n- 1-month review (2026-02-12)\n- 3-month review (2026-04-13)\n`;

/** An item of our template; an empty text leaves its field out. */
export const item = (number: number, title: string, fields: Readonly<Record<string, string>> = {}) => {
  const all = {
    Owner: '@a.b',
    'Due Date': '2026-01-26',
    Priority: 'high',
    'Success Metric': '3 rides without a stop',
    ...fields,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== '');
  return `**[${number}] ${title}**\n${lines.map(([name, value]) => `- **${name}**: ${value}`).join('\n')}\n`;
};
