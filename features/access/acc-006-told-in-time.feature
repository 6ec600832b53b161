@access
Feature: Changes are told in time
  Whoever depends on a rule, a fee or a service learns of its change early enough to act.

  @ACC-006 @must @binds-platform @binds-provider
  Rule: ACC-006 Changes MUST be announced in time: platform rules at least 7 days, provider agreements and fees at least 30 days, planned stops at least 5 working days
    Source: ECOM art. 34 · NBPI art. 20 · NET43 art. 30      Basis: law
    What the source says: a platform shows a changed rule at least seven days ahead; a payment institution announces a
    changed agreement 30 days ahead, and a planned stop of its service at least five working days ahead.
    Our reading: days are whole days of 24 hours from the announcement. Working days are whole working days in Beijing,
    the day of the announcement not among them. A change that comes too early is refused, so that it cannot be made.

    @ACC-006.1 @no-books
    Scenario Outline: One second too early is too early
      Given a merchant who accepts every provider
      And it is <now> in Beijing
      When the platform announces <change> from <day> on
      Then it is refused as announced too late

      Examples:
        | change                             | now                 | day                 |
        | a rule of its own                  | 2026-11-24 09:00:00 | 2026-12-01 08:59:59 |
        | another agreement with Alipay      | 2026-11-24 09:00:00 | 2026-12-24 08:59:59 |
        | another fee of WeChat Pay          | 2026-11-24 09:00:00 | 2026-12-24 08:59:59 |
        | a stop of Alipay                   | 2026-11-24 09:00:00 | 2026-12-01 23:59:59 |
        | a stop of WeChat Pay               | 2026-12-28 18:00:00 | 2027-01-05 23:59:59 |
        | a stop of Alipay                   | 2026-12-26 12:00:00 | 2027-01-04 23:59:59 |

    @ACC-006.2 @no-books
    Scenario Outline: Exactly in time is in time
      Given a merchant who accepts every provider
      And it is <now> in Beijing
      When the platform announces <change> from <day> on
      Then it is taken
      When somebody reads the announcements in <language>
      Then every announced change and its day can be read

      Examples:
        | change                             | now                 | day                 | language |
        | a rule of its own                  | 2026-11-24 09:00:00 | 2026-12-01 09:00:00 | Chinese  |
        | another agreement with WeChat Pay  | 2026-11-24 09:00:00 | 2026-12-24 09:00:00 | English  |
        | another fee of Alipay              | 2026-11-24 09:00:00 | 2026-12-24 09:00:00 | Chinese  |
        | a stop of WeChat Pay               | 2026-11-24 09:00:00 | 2026-12-02 00:00:00 | English  |
        | a stop of Alipay                   | 2026-12-28 18:00:00 | 2027-01-06 00:00:00 | Chinese  |
        | a stop of WeChat Pay               | 2026-12-26 12:00:00 | 2027-01-05 00:00:00 | English  |
