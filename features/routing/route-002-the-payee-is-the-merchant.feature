@routing
Feature: The money goes to the merchant
  A platform brings buyer and seller together. It is not where the money rests.

  @ROUTE-002 @must @binds-platform
  Rule: ROUTE-002 The payee of every order MUST be the selling merchant, the platform's own goods excepted; the platform never receives, holds or pays out merchants' money
    Source: NBPI art. 6, 30      Basis: law
    What the source says: nobody does payment business without a licence, openly or in disguise, nor clearing.
    Our reading: each order names the merchant's own account at the provider, and no movement touches the platform's.

    @ROUTE-002.1
    Scenario Outline: An order names its merchant as payee
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When the payer chooses <provider>
      And the payer pays with <provider>
      And all messages have arrived
      Then the payee is the merchant
      And the platform has touched no money

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

    @ROUTE-002.2
    Scenario Outline: Two merchants' orders go to two accounts
      Given two merchants who accept <provider>
      When each of them sells for ¥66.60 and is paid with <provider>
      Then the payee is the merchant
      And the platform has touched no money

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

    @ROUTE-002.3
    Scenario Outline: A refund comes from the merchant
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 5 minutes pass
      Then the platform has touched no money

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
