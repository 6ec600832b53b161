@resilience
Feature: One failure stays one
  When a provider fails, its own payers are affected. Nobody else should notice.

  @RES-001 @must @binds-platform
  Rule: RES-001 The failure of one provider or network MUST leave every other one's success rate and cashier time unchanged
    Source: HOUSE · NBPI arts. 17 and 18      Basis: house
    Our reading: the same purchases with the others succeed as often as before, and keep the payer at the cashier no longer.

    @RES-001.1 @several-providers
    Scenario Outline: One provider is out of reach for everybody
      Given a merchant who accepts every provider
      And every provider is paid with twice
      When <provider> is out of reach for everybody
      And every provider is paid with twice
      Then the others have succeeded as often as before
      And nobody who chose another was kept longer at the cashier

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

    @RES-001.2 @property
    Scenario: The same day with and without a failure
      Given any few purchases with several providers
      Then the failure of any one of them leaves the others as they were
