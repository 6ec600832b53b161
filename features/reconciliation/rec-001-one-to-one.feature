@reconciliation
Feature: The books of a day
  What the platform, the provider and the merchant say of a day is laid side by side, payment by payment.

  @REC-001 @must @binds-platform @binds-provider @binds-clearing
  Rule: REC-001 Each business day platform, provider and clearing records MUST be matched one to one, and every difference put in exactly one declared class
    Source: NBPI art. 30 · house      Basis: house
    What the source says: a payment institution gives the clearing institution true, accurate and complete data.
    Our reading: every row of the bill and every payment and refund of the day stands in exactly one place; the classes are a closed set.

    @REC-001.1
    Scenario Outline: A day of payments and refunds is matched
      Given an order of ¥128.50 that was paid with <provider>
      And the merchant refunds ¥28.50
      And another order of ¥60.00 is paid with <provider>
      When the bills of the day have been published
      Then every payment and refund stands in the books exactly once

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

    @REC-001.2 @property
    Scenario: Fifty differences of every kind
      Then fifty differences of all classes are each found in their class

    @REC-001.3
    Scenario: A shared order has a row for each merchant
      Given three merchants who accept WeChat Pay
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      And all messages have arrived
      And the second of the merchants refunds ¥5.50
      And the bills of the day have been published
      Then every payment and refund stands in the books exactly once
