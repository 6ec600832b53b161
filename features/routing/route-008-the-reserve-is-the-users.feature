@routing
Feature: The reserve belongs to the users
  What stands behind a wallet's balances is its users' money. It moves when they say so, and there is never less of it.

  @ROUTE-008 @must @binds-provider @binds-clearing
  Rule: ROUTE-008 At every tick user balances plus in-flight sums MUST equal the reserve, reserves move only on a user's order, and no payout exceeds available = mapped + received − paid
    Source: NBPI art. 27, 29 · RES114 · NUCC      Basis: law (by analogy)
    Our reading: no account is credited before the reserve has the money, none goes below zero, and each outflow has its user's order.

    @ROUTE-008.1
    Scenario Outline: Paid, given back in part, paid out
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 5 minutes pass
      And <provider> pays the merchant out ¥100.00
      Then balances and what is in flight equal the reserve
      And the reserve has moved only on orders of users
      And nothing was paid beyond the quota

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |
        | WoPay      |
        | UnionPay   |

    @ROUTE-008.2
    Scenario Outline: The payer's bank account does not hold enough
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the payer's bank account behind <provider> holds ¥20.00
      When the payer tries to pay with <provider>
      And 5 minutes pass
      Then balances and what is in flight equal the reserve

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-008.3
    Scenario Outline: Answers get lost on the way
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 2 answers of NetsUnion get lost
      When the payer tries to pay with <provider>
      And 10 minutes pass
      Then balances and what is in flight equal the reserve

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-008.4
    Scenario Outline: More is to be paid out than stands behind it
      Given a payer who owes ¥128.50 and has chosen <provider>
      And Lotus Bank is connected to the UnionPay network only
      And NetsUnion maps ¥100.00 for <provider>
      When the payer pays with <provider>
      And <provider> pays the merchant out ¥64.00
      And <provider> pays the merchant out ¥64.00
      Then nothing was paid beyond the quota
      And balances and what is in flight equal the reserve

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-008.5
    Scenario: Nothing at all is mapped
      Given a payer who owes ¥128.50 and has chosen Alipay
      And Lotus Bank is connected to the UnionPay network only
      And NetsUnion maps nothing for Alipay
      When the payer pays with Alipay
      And Alipay pays the merchant out ¥64.00
      Then nothing was paid beyond the quota

    @ROUTE-008.6
    Scenario: One wallet pays a merchant of another
      Given a merchant who accepts WeChat Pay and Alipay
      When the payer sends ¥66.60 from WeChat Pay to the merchant at Alipay
      Then balances and what is in flight equal the reserve
      And the reserve has moved only on orders of users
      And nothing was paid beyond the quota
