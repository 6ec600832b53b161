@choice
Feature: Every method is as near and as plain as the other
  A way to pay that is smaller, folded away or one step further is half hidden.

  @CHO-003 @must @binds-platform
  Rule: CHO-003 Methods of one entrance MUST need the same steps to the hand-off and the same prominence; folding follows a declared rule that cannot see the owner
    Source: NET43 art. 29 · AUCL art. 12 · PCAC-INIT      Basis: rule (by analogy)
    What the source says: funding methods are shown fairly; no technical means steer users away from another's service.
    Our reading: steps are what the payer has to press from the cashier to the provider's own page or code. The declared
    rule of folding is that nothing is folded. A way to pay that exists only inside another provider's
    cashier is shown as such, and can be chosen there.

    @CHO-003.1 @several-providers
    Scenario Outline: As many steps to one provider as to another
      Given a merchant who accepts every provider
      When a payer on a <device> goes as far as each provider for ¥128.50
      Then every provider was reached in the same number of steps

      Examples:
        | device  |
        | desktop |
        | phone   |

    @CHO-003.2 @several-providers
    Scenario Outline: One method looks like the other
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer reads <language>
      When the payer opens the cashier
      Then no method is folded away alone
      And every method stands out alike

      Examples:
        | language |
        | Chinese  |
        | English  |

    @CHO-003.3 @browser @several-providers
    Scenario: A person sees methods alike
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When a person opens the cashier in a browser
      Then no method is folded away alone
      And every method stands out alike

    @CHO-003.4
    Scenario Outline: Who is found only inside another's cashier is shown as such
      Given the taobao-like platform as it was on <day>
      And a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer reads <language>
      When the payer opens the cashier
      Then whoever is found inside another cashier is shown as such

      Examples:
        | day        | language |
        | 2021-10-01 | Chinese  |
        | 2022-11-30 | English  |
        | 2022-12-01 | English  |
        | 2024-09-27 | Chinese  |

    @CHO-003.5
    Scenario: The way to a guest leads through its host
      Given the taobao-like platform as it was on 2024-09-27
      And a merchant who accepts every provider
      When a payer is told of each guest, goes to its host and pays by the guest there
      Then every guest is found where the page says
      And whoever is found inside another cashier is shown as such
