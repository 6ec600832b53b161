@reconciliation
Feature: One day each
  Midnight belongs to one day only, whoever counts.

  @REC-005 @must @binds-platform @binds-provider @binds-clearing
  Rule: REC-005 Each transaction MUST fall in one business day by each party's declared cut-off; cut-off differences are a declared class, never unexplained
    Source: house      Basis: house
    Our reading: what happens at the cut-off itself belongs to the next day; days are Beijing days unless a party declares another cut-off.

    @REC-005.1
    Scenario Outline: The last second of a day and the first of the next
      Given the last second of the day has begun
      And an order of ¥128.50 that was paid with <provider>
      When the next day begins
      And another order of ¥60.00 is paid with <provider>
      And the bills of the next day have been published
      Then no payment lies between two days without a declared reason
      And each payment stands in the books of one day

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

    @REC-005.2 @property
    Scenario: Whatever the cut-offs
      Then payments around any declared cut-off stand in the books of one day each
