@reconciliation
Feature: Kept and returned
  Years later a payer can still see what was bought, paid and given back.

  @REC-006 @must @binds-platform @binds-provider
  Rule: REC-006 Records MUST be kept and returned for their full periods, with free reconciliation for users
    Source: ECOM art. 31, 53 · AMLD art. 34 · CSL art. 21 · NET43 art. 28      Basis: law
    What the source says: transaction data is kept for at least three years; users get reconciliation and the last three years’ records free.
    Our reading: the payer finds number, amount, provider, way and refunds on a page without scripts; when every period is over, deletion is due.

    @REC-006.1
    Scenario Outline: A payer looks up an order
      Given an order of ¥128.50 that was paid with <provider>
      And the merchant refunds ¥28.50
      When 1 minute passes
      And the payer looks up the order
      Then the record shows number, amount, provider, way and refunds
      And the record is there

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

    @REC-006.2
    Scenario Outline: The last day of a period
      Given an order of ¥128.50 that was paid with Alipay
      And the platform has ended its cooperation with every provider
      When <years> years less a day pass
      And the payer looks up the order
      Then the record is there

      Examples:
        | years |
        | 3     |

      @from-2025-01-01
      Examples:
        | years |
        | 10    |

    @REC-006.3
    Scenario: Every period is over
      Given an order of ¥128.50 that was paid with Alipay
      And the platform has ended its cooperation with every provider
      When 10 years and a day pass
      And the payer looks up the order
      Then the record has been deleted
