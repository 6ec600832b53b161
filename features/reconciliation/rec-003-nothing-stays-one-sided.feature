@reconciliation
Feature: Nothing stays one-sided
  Money that only one side knows of is somebody’s loss until somebody asks.

  @REC-003 @must @binds-platform
  Rule: REC-003 "Paid at provider, open at platform" MUST become paid or refunded; "paid at platform, unknown at provider" MUST stop delivery and raise an incident
    Source: ECOM art. 55 · WX, the query decides      Basis: law (by analogy)
    What the source says: when an instruction goes wrong, the provider of electronic payment finds the cause and corrects it.
    Our reading: the bill makes the platform ask; the answer pays the order or gives the money back.

    @REC-003.1
    Scenario Outline: Only the bill shows that an order was paid
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And the platform can neither ask nor close at <provider>
      When the payer pays with <provider>
      And hours later the platform can ask <provider> again
      And the bills of the day have been published
      Then what was paid is kept or given back

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

    @REC-003.2
    Scenario Outline: The provider does not know a payment
      Given an order of ¥128.50 that was paid with <provider>
      And <provider> has lost its books
      When the bills of the day have been published
      Then its delivery is stopped and an incident is on record

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
