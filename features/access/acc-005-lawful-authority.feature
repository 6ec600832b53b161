@access
Feature: By lawful authority
  Whoever offers to pay needs a licence or another lawful authority for it, today and here.

  @ACC-005 @must @binds-platform @binds-provider
  Rule: ACC-005 Only a provider whose licence or other lawful authority (bank, e-CNY operator, clearing institution) is in force for the business type and region MUST be offered
    Source: NBPI art. 6 and 16 · BAR296      Basis: law
    What the source says: nobody is in the payment business without a licence, and nobody beyond its business type and region.
    Our reading: days are days in Beijing, the last one included. The region is the province of the selling merchant. The
    payer reads that it is the authority that is missing.

    @ACC-005.1
    Scenario Outline: What a licence no longer covers leaves the cashier at midnight
      Given a merchant who accepts every provider
      And from tomorrow on the licence of <provider> <change>
      When the last second of the day has come
      And a payer with an order of ¥128.50 opens the cashier
      Then whoever has an authority is offered
      When midnight comes
      And the payer opens the cashier
      Then nobody is offered without authority
      And the payer is told which authority is missing

      Examples:
        | provider   | change                            |
        | Alipay     | is over                           |
        | WeChat Pay | is over                           |
        | Alipay     | covers prepaid cards alone        |
        | WeChat Pay | covers the province Jiangsu alone |

    @ACC-005.2
    Scenario Outline: What a licence covers is on the cashier from its first second
      Given a merchant who accepts every provider
      And the licence of <provider> begins tomorrow
      When the last second of the day has come
      And a payer with an order of ¥128.50 opens the cashier
      Then nobody is offered without authority
      And the payer is told which authority is missing
      When midnight comes
      And the payer opens the cashier
      Then whoever has an authority is offered

      Examples:
        | provider   |
        | Alipay     |
        | WeChat Pay |

    @ACC-005.3
    Scenario: A licence for one province is one for its merchants alone
      Given merchants in Hangzhou, Suzhou and Wuhan who accept every provider
      And from tomorrow on the licence of Alipay covers the province Jiangsu alone
      When midnight comes
      And a payer of each merchant opens the cashier
      Then nobody is offered without authority
      And whoever has an authority is offered
      And the payer is told which authority is missing

    @ACC-005.4
    Scenario Outline: Another lawful authority is as good as a licence
      Given a merchant who accepts every provider
      And <provider> works by the authority of a <kind> alone
      When a payer with an order of ¥128.50 opens the cashier
      Then whoever has an authority is offered

      Examples:
        | provider   | kind                 |
        | Alipay     | bank                 |
        | WeChat Pay | clearing institution |
        | Alipay     | e-CNY operator       |

    @ACC-005.5 @property
    Scenario: It holds whatever authorities there are
      Given any market that the rulebook allows
      Then in each of them nobody is offered without authority, and everybody else is
