@choice
Feature: Methods stand in a declared order
  Somebody comes first on every list. Who that is follows a rule that anybody can read, and not from whose it is.

  @CHO-002 @must @binds-platform
  Rule: CHO-002 The order of methods MUST follow a declared rule that takes no account of who owns the provider
    Source: NET43 art. 29 · AMLAW art. 9 and 22 · PCAC-INIT      Basis: rule (by analogy)
    What the source says: funding methods are shown fairly; data and platform rules are no means to treat equals unequally.
    Our reading: the declared rule is the merchant's own order, with the payer's own last choice first. Exchanging the
    whole identity of providers (id, name, host, position, owner) moves nothing.

    @CHO-002.1
    Scenario Outline: The merchant's own order is the order of the list
      Given a merchant who accepts <providers>
      And a payer with an order of ¥128.50
      And the payer reads <language>
      When the payer opens the cashier
      Then the methods stand in the declared order

      Examples:
        | providers             | language |
        | Alipay and WeChat Pay | Chinese  |
        | WeChat Pay and Alipay | Chinese  |
        | WeChat Pay and Alipay | English  |

    @CHO-002.2 @property
    Scenario: Who holds a place decides nothing
      Given any market that the rulebook allows
      Then exchanging whole identities moves no place on any list
