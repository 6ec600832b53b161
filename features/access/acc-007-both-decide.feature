@access
Feature: Both decide, and nobody else
  A platform and a provider are together while both want it, whatever others agree among themselves.

  @ACC-007 @must @binds-platform @binds-provider
  Rule: ACC-007 A provider MUST be offered on a platform only while both have opted in, and each decides alone: no third party's agreement may create, block or condition it, and either may withdraw for new orders without touching paid ones
    Source: HOUSE · NBPI art. 42      Basis: house
    What the source says: a payment institution neither monopolises nor competes unfairly.
    Our reading: nobody is bound to integrate anybody; each platform decides for itself whose tools it integrates, and each
    provider whom it serves. What was paid stays paid and can be given back.

    @ACC-007.1
    Scenario Outline: Offered while both want it, and not a moment longer
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And <who> no longer wants <provider> on the platform
      When the payer opens the cashier
      Then nobody is offered without a yes from both sides
      When <who> wants <provider> on the platform again
      And the payer opens the cashier
      Then whoever both sides want is offered

      Examples:
        | who          | provider   |
        | the platform | Alipay     |
        | the provider | Alipay     |
        | the platform | WeChat Pay |
        | the provider | WeChat Pay |

    @ACC-007.2 @several-providers
    Scenario: What others agree moves nobody
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When every provider in turn leaves, is turned away, comes back and opens anew, and a payer looks each time
      Then nothing has moved of anybody else

    @ACC-007.3
    Scenario Outline: Who leaves, leaves for new orders only
      Given an order of ¥128.50 that was paid with <provider>
      And <who> no longer wants <provider> on the platform
      When a payer with an order of ¥50.00 opens the cashier
      And the merchant refunds ¥28.50 of the order that was paid with <provider>
      And 1 minute passes
      Then what was paid is given back as ever
      And nobody is offered without a yes from both sides

      Examples:
        | who          | provider   |
        | the provider | Alipay     |
        | the platform | Alipay     |
        | the provider | WeChat Pay |
        | the platform | WeChat Pay |

    @ACC-007.4 @property
    Scenario: It holds in any market
      Given any market that the rulebook allows
      Then in each of them nobody is offered without a yes from both sides
      And whatever others agree, nothing moves of anybody else
