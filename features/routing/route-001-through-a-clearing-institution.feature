@routing
Feature: Through a clearing institution
  Banks and wallets do not settle among themselves. Somebody who may clear stands between them and sees it all.

  @ROUTE-001 @must @binds-provider @binds-clearing
  Rule: ROUTE-001 Every payment between a payment institution and a bank, or between two payment institutions, MUST pass through a clearing institution named by PBoC, except e-CNY, whose payment has no clearing leg (its profile says so)
    Source: NBPI art. 30 · DIRECT209 · BAR296      Basis: law
    Our reading: no message between banks and wallets but through a clearing institution, and no movement that its record lacks.

    @ROUTE-001.1
    Scenario Outline: A wallet takes the money from the payer's bank card
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer pays with <provider>
      And all messages have arrived
      Then nobody dealt with another past a clearing institution
      And everything that moved has been cleared

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |
        | WoPay      |
        | UnionPay   |

    @ROUTE-001.2
    Scenario Outline: A refund goes back to the card the same way
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 5 minutes pass
      Then nobody dealt with another past a clearing institution
      And everything that moved has been cleared

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |
        | WoPay      |
        | UnionPay   |

    @ROUTE-001.3
    Scenario Outline: A merchant is paid out
      Given an order of ¥128.50 that was paid with <provider>
      When <provider> pays the merchant out ¥100.00
      Then nobody dealt with another past a clearing institution
      And everything that moved has been cleared

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |
        | WoPay      |
        | UnionPay   |

    @ROUTE-001.4
    Scenario: One wallet pays a merchant of another
      Given a merchant who accepts WeChat Pay and Alipay
      When the payer sends ¥66.60 from WeChat Pay to the merchant at Alipay
      Then nobody dealt with another past a clearing institution
      And everything that moved has been cleared
