@resilience
Feature: On record
  What is large enough to be reported is written down when it happens, and nothing else is.

  @RES-004 @must @binds-platform
  Rule: RES-004 An interruption > 2 h or > 100 000 transactions, a leak > 5 000 records or > 500 customers, or a duplicate settlement MUST produce an incident record
    Source: INCID · NBPI art. 41, 43      Basis: rule (by analogy)
    What the source says: a payment institution reports such events afterwards.
    Our reading: what is at a threshold does not pass it.

    @RES-004.1
    Scenario Outline: At a threshold and one past it
      When the operator reports <at>
      And the operator reports <past>
      Then no incident is on record for what did not pass its threshold
      And an incident is on record for what passed its threshold

      Examples:
        | at                                      | past                                    |
        | an interruption of 7,200 seconds        | an interruption of 7,201 seconds        |
        | an interruption of 100,000 transactions | an interruption of 100,001 transactions |
        | a leak of 5,000 records                 | a leak of 5,001 records                 |
        | a leak about 500 customers              | a leak about 501 customers              |
        | 0 duplicate settlements                 | 1 duplicate settlement                  |

    @RES-004.2
    Scenario Outline: A provider is out of service for more than two hours
      Given <provider> goes out of service
      When two hours have passed
      Then no incident is on record for what did not pass its threshold
      When one second more has passed
      Then an incident is on record for what passed its threshold

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |
