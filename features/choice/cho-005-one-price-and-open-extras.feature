@choice
Feature: One price, and open extras
  Goods cost the same by every method. What a method adds or takes off is told before anybody confirms, with whose it is.

  @CHO-005 @must @binds-platform @binds-provider
  Rule: CHO-005 Goods price, delivery and platform fee MUST be the same for all methods, and every method-specific fee or discount MUST be shown with its funder before confirmation
    Source: NBPI art. 34 · AMLAW art. 22 · PIPL art. 24      Basis: law (by analogy)
    What the source says: a payment institution prices openly at each key point and takes no fee that is not listed.
    Our reading: what the page tells a payer to pay comes to one and the same price of the goods by every method, once
    the fees and discounts that the page names are taken off and added. Who settles them with whom afterwards is not
    looked at.

    @CHO-005.1
    Scenario Outline: A discount is told with its funder
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer reads <language>
      And the <party> gives a discount of ¥3.00 by <provider>
      When the payer opens the cashier
      Then every fee and discount is told with the party behind it
      And the goods cost the same by every method

      Examples:
        | provider   | party    | language |
        | WeChat Pay | merchant | Chinese  |
        | Alipay     | merchant | English  |
        | WeChat Pay | provider | English  |
        | Alipay     | platform | Chinese  |
        | UnionPay   | merchant | English  |
        | UnionPay   | platform | Chinese  |
        | BestPay    | merchant | English  |
        | BestPay    | platform | Chinese  |
        | HeBao      | merchant | English  |
        | HeBao      | platform | Chinese  |
        | e-CNY      | merchant | English  |
        | e-CNY      | platform | Chinese  |
        | Bank apps  | merchant | English  |
        | Bank apps  | platform | Chinese  |
        | JD Pay     | merchant | English  |
        | WoPay      | merchant | English  |
        | WoPay      | platform | Chinese  |

    @CHO-005.2 @no-books
    Scenario Outline: A fee is told from the day on which it holds
      Given a merchant who accepts every provider
      And a fee of ¥1.00 by <provider> was announced 30 days ahead
      And a payer with an order of ¥128.50
      When the payer opens the cashier
      And 30 days pass
      And a payer with an order of ¥128.50
      And the payer opens the cashier
      Then every fee and discount is told with the party behind it
      And the goods cost the same by every method

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | UnionPay   |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | WoPay      |

    @CHO-005.3 @property
    Scenario: It holds whatever fees and discounts there are
      Given any market that the rulebook allows
      Then in each of them every price comes to the price of the goods, by the fees and discounts told
