@choice
Feature: A plain switch for a personal list
  A list that knows the payer is a service as long as the payer wants it, and nobody's rival is weighed by it.

  @CHO-008 @must @binds-platform
  Rule: CHO-008 If methods are ranked by personal traits, a plain switch MUST give a non-personal order at once, and payment data of one provider MUST NOT be used to rank another
    Source: PIPL art. 24 · NDSR art. 42 · ALGO art. 17      Basis: law (by analogy)
    What the source says: automated decisions leave a choice that is not based on personal traits; a recommendation by
    personal traits can be switched off, and that holds at once.
    Our reading: the only personal trait is the payer's own last choice, which comes first. The switch is a button of the
    page that needs no script, holds on the next page and for every later order. Among all other methods nothing in a
    payer's past moves anything.

    @CHO-008.1
    Scenario Outline: The switch gives the merchant's own order at once
      Given a merchant who accepts <providers>
      And the payer Wang Wei has chosen <provider> for an earlier order
      When Wang Wei opens the cashier of a new order
      Then a plain switch is on the page wherever the order is personal
      When Wang Wei switches the personal order off
      And the payer opens the cashier
      Then the list is the merchant's own
      When Wang Wei opens the cashier of a new order
      Then the list is the merchant's own

      Examples:
        | providers             | provider   |
        | Alipay and WeChat Pay | WeChat Pay |
        | WeChat Pay and Alipay | Alipay     |
        | Alipay and UnionPay   | UnionPay   |
        | WeChat Pay and HeBao  | HeBao      |
        | WeChat Pay and WoPay  | WoPay      |

    @CHO-008.2 @property
    Scenario: Nobody is ranked by what happened at another
      Given any market that the rulebook allows
      Then payers with different pasts see one list, but for the own last choice
