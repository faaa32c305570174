import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import type { NoticeRecord } from '../../core/notice/notice.ts';
import type { NoticeRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** Notices, and the mails that took them up. */
export function noticeRecords(tx: Transaction<Database>): NoticeRecords {
  return {
    add: async (notices, at) => {
      let added = 0;
      for (const notice of notices) {
        const result = await tx
          .insertInto('notices')
          .values({ ...notice, content: JSON.stringify(notice.content), noticedAt: at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        added += Number(result.numInsertedOrUpdatedRows ?? 0n);
      }
      return added;
    },

    pending: (recipient) =>
      tx
        .selectFrom('notices')
        .select(['recipient', 'kind', 'scope', 'period', 'content'])
        .where('mailedOn', 'is', null)
        .$if(recipient !== null, (query) => query.where('recipient', '=', recipient ?? ''))
        .orderBy('recipient')
        .orderBy('noticedAt')
        .orderBy('scope')
        .forUpdate()
        .execute(),

    takeBackMails: async (today) => {
      const unsent = await tx
        .selectFrom('outbox')
        .select(['key', sql<string>`delivery -> 'mail' ->> 'messageId'`.as('messageId')])
        .where('kind', '=', 'send-mail')
        .where('state', '=', 'waiting')
        .where('inDoubt', '=', false)
        .where('leasedUntil', 'is', null)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const { key, messageId } of unsent) {
        const mail = await tx
          .selectFrom('mails')
          .select(['recipient', 'day'])
          .where('messageId', '=', messageId)
          .where('day', '<', today)
          .executeTakeFirst();
        if (mail === undefined) continue;
        const { recipient, day } = mail;
        await tx
          .updateTable('notices')
          .set({ mailedOn: null })
          .where('recipient', '=', recipient)
          .where('mailedOn', '=', day)
          .execute();
        await tx.deleteFrom('mails').where('recipient', '=', recipient).where('day', '=', day).execute();
        await tx.deleteFrom('outbox').where('key', '=', key).execute();
      }
    },

    withdraw: async (notices) => {
      for (const notice of notices) {
        await tx.deleteFrom('notices').where(sameKey(notice)).where('mailedOn', 'is', null).execute();
      }
    },

    mailedOn: async (day) => {
      const rows = await tx.selectFrom('mails').select('recipient').where('day', '=', day).execute();
      return new Set(rows.map((row) => row.recipient));
    },

    addMail: async (mail, notices, at) => {
      await tx
        .insertInto('mails')
        .values({
          recipient: mail.to,
          day: mail.day,
          messageId: mail.messageId,
          subject: mail.subject,
          textPart: mail.text,
          htmlPart: mail.html,
          kinds: JSON.stringify(mail.kinds),
          composedAt: at,
        })
        .execute();
      for (const notice of notices) {
        await tx.updateTable('notices').set({ mailedOn: mail.day }).where(sameKey(notice)).execute();
      }
    },

    mails: async () => {
      const rows = await tx.selectFrom('mails').selectAll().orderBy('day').orderBy('recipient').execute();
      return rows.map((row) => ({
        to: row.recipient,
        day: row.day,
        messageId: row.messageId,
        subject: row.subject,
        text: row.textPart,
        html: row.htmlPart,
        kinds: row.kinds,
      }));
    },
  };
}

function sameKey({ recipient, kind, scope, period }: NoticeRecord) {
  return (eb: ExpressionBuilder<Database, 'notices'>) => eb.and({ recipient, kind, scope, period });
}
