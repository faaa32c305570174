import type { VNode } from 'preact';
import { Page } from './page.tsx';
import type { ReceivedMail } from './received-mail.ts';

const name = 'Mail inbox';
const note = 'Takes every mail on this machine and passes none on.';

/** All mails, newest first. */
export function MailList(props: { readonly mails: readonly ReceivedMail[] }): VNode {
  const newestFirst = [...props.mails].reverse();
  return (
    <Page title={name} name={name} note={note}>
      <h1>
        {newestFirst.length} {newestFirst.length === 1 ? 'mail' : 'mails'}
      </h1>
      {newestFirst.length === 0 ? <p class="soft">Nothing has arrived yet.</p> : null}
      {newestFirst.map((mail) => (
        <article class="card">
          <a href={`/mails/${mail.number}`}>{mail.subject === '' ? '(no subject)' : mail.subject}</a>
          <ul class="facts">
            <li>to {mail.to.join(', ')}</li>
            <li>{mail.date ?? 'no date'}</li>
          </ul>
        </article>
      ))}
    </Page>
  );
}

/** One mail: both parts and its headers. */
export function MailPage({ mail }: { readonly mail: ReceivedMail }): VNode {
  return (
    <Page title={mail.subject} name={name} note={note}>
      <h1>{mail.subject}</h1>
      <ul class="facts">
        <li>to {mail.to.join(', ')}</li>
        <li>{mail.date ?? 'no date'}</li>
        <li>
          <a href={`/mails/${mail.number}/source`}>source</a>
        </li>
      </ul>
      <br />
      <div class="pair">
        <section class="sheet">
          <h2>HTML</h2>
          {mail.html === '' ? (
            <p class="soft">None.</p>
          ) : (
            // No script, no form, no origin of its own: what a mail holds is somebody else's text.
            <iframe title="HTML part" sandbox="" srcdoc={mail.html} />
          )}
        </section>
        <section class="sheet">
          <h2>Text</h2>
          <pre>{mail.text}</pre>
        </section>
      </div>
      <section class="sheet scroll">
        <h2>Headers</h2>
        <table>
          <tbody>
            {Object.entries(mail.headers).map(([header, value]) => (
              <tr>
                <th scope="row">{header}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Page>
  );
}

export function MissingMail(): VNode {
  return (
    <Page title="Not found" name={name} note={note}>
      <h1>There is no such mail.</h1>
      <p>
        <a href="/">Back to the inbox</a>
      </p>
    </Page>
  );
}
