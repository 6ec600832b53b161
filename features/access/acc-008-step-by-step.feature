@access
Feature: Step by step, as declared
  A market may open by degrees, if everybody can read them and they are the same for all.

  @ACC-008 @must @binds-platform @binds-provider
  Rule: ACC-008 A relation is agreed, announced (a date may be missing), live in part, live, or withdrawn. Only what is live is offered; a partial opening MUST follow its declared schedule and MUST be the same for all who meet its conditions
    Source: HOUSE · ECOM art. 32      Basis: house
    What the source says: a platform's rules are open, fair and impartial.
    Our reading: an opening may go by the share of merchants, by city, by where the payer stands and by kind of code, and by
    nothing else. Whoever meets every declared condition is reached on the day, and the payer of everybody else reads why not.

    @ACC-008.1
    Scenario Outline: A relation changes at midnight
      Given a merchant who accepts every provider
      And the relation of <provider> to the platform is
        | from     | state    |
        | today    | <before> |
        | tomorrow | <after>  |
      When the last second of the day has come
      And a payer with an order of ¥128.50 opens the cashier
      And midnight comes
      And the payer opens the cashier
      Then nobody is offered before its opening
      And whoever is reached is offered
      And the payer is told what is not open

      Examples:
        | provider   | before    | after     |
        | WeChat Pay | agreed    | live      |
        | Alipay     | announced | live      |
        | WeChat Pay | live      | withdrawn |

    @ACC-008.2
    Scenario: An announcement without a day opens nothing
      Given a merchant who accepts every provider
      And the relation of Alipay to the platform is
        | from  | state     |
        | today | announced |
      When 30 days pass
      And a payer with an order of ¥128.50 opens the cashier
      Then nobody is offered before its opening
      And the payer is told what is not open

    @ACC-008.3
    Scenario Outline: A partial opening reaches whom its schedule names
      Given merchants in Hangzhou, Suzhou and Wuhan who accept every provider
      And the relation of <provider> to the platform is
        | from     | state        | reaches   |
        | today    | announced    |           |
        | tomorrow | live in part | <reaches> |
      When midnight comes
      And a payer of each merchant opens the cashier on a desktop and on a phone
      Then nobody is offered before its opening
      And whoever is reached is offered
      And the payer is told what is not open

      Examples:
        | provider   | reaches                           |
        | WeChat Pay | 50 of 100 merchants               |
        | Alipay     | 30 of 100 merchants               |
        | WeChat Pay | the cities suzhou and wuhan       |
        | Alipay     | capitals of provinces             |
        | WeChat Pay | payers on a phone                 |
        | Alipay     | personal codes                    |
        | WeChat Pay | personal codes; payers on a phone |

    @ACC-008.4 @property
    Scenario: It holds for any opening
      Given any market that the rulebook allows
      Then in each of them whoever is reached is offered on the day, and nobody else is
