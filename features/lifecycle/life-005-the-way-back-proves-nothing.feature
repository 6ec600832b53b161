@lifecycle
Feature: The way back proves nothing
  A browser that returns to the shop says only that a browser returned.

  @LIFE-005 @must @binds-platform
  Rule: LIFE-005 A return to the shop page MUST never by itself mark an order paid
    Source: UP, the front-channel return is never proof · WX and ALI, query or notice decide      Basis: provider document
    Our reading: the platform asks the provider; what the address of the return claims is not looked at.

    @LIFE-005.1
    Scenario Outline: Somebody comes back without having paid
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the browser comes back with an address that claims success
      Then the order is not paid by that

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

    @LIFE-005.2 @browser
    Scenario Outline: A person gives up in the wallet and goes back to the shop
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person cancels in the wallet and goes back
      Then the order is not paid by that

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @LIFE-005.3 @browser
    Scenario Outline: A person pays in the wallet and finds the order paid
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person pays in the wallet and goes back
      Then the person reads that the order is paid
      And the order is not paid by the return alone

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | UnionPay   |
        | JD Pay     |
        | e-CNY      |
        | BestPay    |
        | HeBao      |
        | WoPay      |
        | Bank apps  |
