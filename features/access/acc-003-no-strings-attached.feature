@access
Feature: No strings attached
  Who is offered, where and at what price does not depend on whether a rival is offered, too.

  @ACC-003 @must @binds-platform @binds-provider
  Rule: ACC-003 A party MUST NOT make access, price, traffic or rebate depend on not offering, or hiding, another lawful payment method
    Source: ECOM art. 35 · NBPI art. 20 and 42 · AMLAW art. 22 · NET43 art. 29 · SAMR-ALI      Basis: law
    What the source says: a platform puts no unreasonable condition on its merchants, by agreement, rule or technique; a
    payment institution's agreement has no term that excludes or restricts competition.
    Our reading: agreements are not public, so we look at what follows from them. Adding a rival changes no fee, rank or
    eligibility of anybody else.

    @ACC-003.1
    Scenario Outline: A rival on the page changes nothing for the other
      Given a merchant who accepts <incumbent>
      And the merchant gives a discount of ¥3.00 by <incumbent>
      And a payer with an order of ¥128.50
      When the merchant also accepts <rival>, before and after which a payer looks
      Then the rival has changed no fee, rank or eligibility

      Examples:
        | incumbent  | rival      |
        | Alipay     | WeChat Pay |
        | WeChat Pay | Alipay     |

    @ACC-003.2 @property
    Scenario: It holds in any market, wherever the rival is placed
      Given any market that the rulebook allows
      Then a rival more changes no fee, rank or eligibility of anybody else
