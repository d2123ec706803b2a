import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, type ContactName, type Person, sendCode, type StoredPlan } from '@/api/oncall';
import { useAction } from '@/app/useAction';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { CodeDialog } from './CodeDialog';

export interface PeoplePanelProps {
  readonly stored: StoredPlan;
}

/** Everybody with their contacts, each of which can be proven to work. */
export function PeoplePanel({ stored }: PeoplePanelProps) {
  const { t } = useTranslation('oncall');
  return (
    <Panel title={t('people')}>
      <div className="mw-stack">
        {stored.plan.people.map((person) => (
          <div key={person.id}>
            <div className="mw-row mw-wrap">
              <span className="mw-strong">{person.name}</span>
              {person.quiet !== null && (
                <span className="mw-muted">{t('quiet', { from: person.quiet.from, until: person.quiet.until })}</span>
              )}
              {person.contacts.length === 0 && (
                <Badge level="warning" icon>
                  {t('noContact')}
                </Badge>
              )}
            </div>
            {person.contacts.map((contact) => (
              <ContactRow
                key={`${contact.kind} ${contact.address}`}
                person={person}
                contact={contact}
                verified={stored.verified.includes(`${contact.kind} ${contact.address}`)}
              />
            ))}
          </div>
        ))}
      </div>
    </Panel>
  );
}

interface ContactRowProps {
  readonly person: Person;
  readonly contact: Contact;
  readonly verified: boolean;
}

function ContactRow({ person, contact, verified }: ContactRowProps) {
  const { t } = useTranslation('oncall');
  const [waiting, setWaiting] = useState(false);
  const name: ContactName = { person: person.id, kind: contact.kind, address: contact.address };
  const send = useAction(() => sendCode(name), [], () => setWaiting(true));
  return (
    <div className="mw-row mw-wrap" style={{ minHeight: 36 }}>
      <span className="mw-muted">{contact.kind}</span>
      <span className="mw-clip">{contact.address}</span>
      {contact.after > 0 && <span className="mw-muted">{t('afterMinutes', { minutes: contact.after })}</span>}
      {contact.least !== 'P3' && <span className="mw-muted">{t('least', { priority: contact.least })}</span>}
      <span className="mw-grow" />
      {verified ? (
        <Badge level="ok" icon>
          {t('verified')}
        </Badge>
      ) : (
        <Button variant="default" size="xs" loading={send.pending} onClick={() => void send.run(undefined)}>
          {t('verify')}
        </Button>
      )}
      {waiting && <CodeDialog contact={name} onClose={() => setWaiting(false)} />}
    </div>
  );
}
