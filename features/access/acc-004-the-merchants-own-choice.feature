@access
Feature: The merchant's own choice
  A merchant uses a provider because the merchant said so, and as long as the merchant says so.

  @ACC-004 @must @binds-platform
  Rule: ACC-004 A merchant's use of each provider MUST rest on that merchant's own recorded choice, never pre-ticked or bundled, and be revocable at any time
    Source: ECOM art. 19 and 35      Basis: law (by analogy)
    What the source says: a tie-in is never the default; a platform puts no unreasonable restriction or condition on a
    merchant's dealings.
    Our reading: what holds for tie-ins holds for ways to be paid, by analogy. A provider that arrives is off for every
    merchant until the merchant switches it on; what is switched off is gone from the next cashier.

    @ACC-004.1 @several-providers
    Scenario Outline: A provider that arrives is off
      Given a merchant who accepts <incumbent>
      When the merchant looks at its own choices
      Then nothing is on that the merchant did not switch on
      And each choice is on record with its time

      Examples:
        | incumbent  |
        | Alipay     |
        | WeChat Pay |

    @ACC-004.2
    Scenario Outline: A choice is taken back at once, and only that one
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When 5 minutes pass
      And the merchant no longer accepts <provider>
      And the payer opens the cashier
      Then what was switched off is gone, and nothing else
      When 5 minutes pass
      And the merchant also accepts <provider>
      And the merchant looks at its own choices
      And the payer opens the cashier
      Then each choice is on record with its time
      And what was switched off is gone, and nothing else

      Examples:
        | provider   |
        | Alipay     |
        | WeChat Pay |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |
