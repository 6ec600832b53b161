@refund
Feature: Accepted is not refunded
  A provider that has taken a refund may still fail to carry it out.

  @REF-004 @must @binds-platform
  Rule: REF-004 "Accepted" MUST NOT be shown as "refunded"; only query or notice makes it so
    Source: WX, accepted is not refunded · ALI-SDK, fund_change · ECOM art. 56      Basis: provider document
    Our reading: nobody reads "refunded" before the money has gone back; an answer that says that it has counts like a query.

    @REF-004.1
    Scenario Outline: The refund is accepted and then comes to nothing
      Given an order of ¥100.00 that was paid with WeChat Pay
      When the merchant refunds ¥100.00
      And the payer looks at the order
      And the refund at WeChat Pay ends as <end>
      And 5 minutes pass
      And the payer looks at the order
      Then nobody has read "refunded" too early
      And the platform knows how the refund ended

      Examples:
        | end      |
        | closed   |
        | abnormal |

    @REF-004.2
    Scenario Outline: No notice tells how the refund ended
      Given an order of ¥100.00 that was paid with <provider>
      And every notice of <provider> is lost
      When the merchant refunds ¥100.00
      And the payer looks at the order
      And 5 minutes pass
      And the payer looks at the order
      Then nobody has read "refunded" too early
      And the platform knows how the refund ended

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

    @REF-004.3
    Scenario Outline: The answer to the request is lost
      Given an order of ¥100.00 that was paid with <provider>
      And the next answer of <provider> is lost
      When the merchant refunds ¥60.00
      And the payer looks at the order
      And 5 minutes pass
      And the payer looks at the order
      Then nobody has read "refunded" too early
      And the platform knows how the refund ended

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
