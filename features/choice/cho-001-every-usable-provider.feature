@choice
Feature: The payer sees every way to pay
  A person at the cashier sees every way to pay that is open to them, and nobody chooses for them.

  @CHO-001 @must @binds-platform
  Rule: CHO-001 The cashier MUST show every provider that the merchant enabled and that is usable for the order, and no other
    Source: NET43 art. 29 · ECOM art. 17 · CONS art. 9      Basis: rule (by analogy)
    What the source says: a payment institution does not obstruct another's service and shows all funding methods fairly.
    Our reading: a platform's cashier is held to the same, by analogy. "Usable" is computed from the declared conditions
    of the day, never from who owns the provider.

    @CHO-001.1
    Scenario: A provider that opens today is offered today
      Given a merchant who accepts Alipay
      And a payer with an order of ¥128.50
      When the merchant also accepts WeChat Pay
      And the payer opens the cashier
      Then the payer can choose between Alipay and WeChat Pay

    @CHO-001.2
    Scenario Outline: One provider's outage hides nobody else
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And <provider> is out of service
      When the payer opens the cashier
      Then every provider but <provider> can be chosen
      And the payer is told that <provider> is out of service

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

    @CHO-001.3
    Scenario Outline: A provider is offered up to its highest amount and not above
      Given a merchant who accepts every provider
      And a payer with an order of <amount>
      When the payer opens the cashier
      Then <provider> <is offered>

      Examples:
        | provider   | amount     | is offered       |
        | WeChat Pay | ¥50,000.00 | can be chosen    |
        | WeChat Pay | ¥50,000.01 | cannot be chosen |
        | Alipay     | ¥50,000.00 | can be chosen    |
        | Alipay     | ¥50,000.01 | cannot be chosen |
        | WeChat Pay | ¥0.01      | can be chosen    |
        | UnionPay   | ¥50,000.00 | can be chosen    |
        | UnionPay   | ¥50,000.01 | cannot be chosen |
        | BestPay    | ¥50,000.00 | can be chosen    |
        | BestPay    | ¥50,000.01 | cannot be chosen |
        | HeBao      | ¥50,000.00 | can be chosen    |
        | HeBao      | ¥50,000.01 | cannot be chosen |
        | e-CNY      | ¥50,000.00 | can be chosen    |
        | e-CNY      | ¥50,000.01 | cannot be chosen |
        | Bank apps  | ¥50,000.00 | can be chosen    |
        | Bank apps  | ¥50,000.01 | cannot be chosen |
        | WoPay      | ¥50,000.00 | can be chosen    |
        | WoPay      | ¥50,000.01 | cannot be chosen |

    @CHO-001.4
    Scenario: A phone offers what a desk offers
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When the payer opens the cashier
      Then every provider can be chosen

    @CHO-001.5
    Scenario Outline: A provider is offered only while both sides want it
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And <who> no longer wants <provider> on the platform
      When the payer opens the cashier
      Then every provider but <provider> can be chosen

      Examples:
        | who          | provider   |
        | the platform | WeChat Pay |
        | the provider | WeChat Pay |
        | the platform | Alipay     |
        | the provider | Alipay     |
        | the platform | UnionPay   |
        | the provider | UnionPay   |
        | the platform | HeBao      |
        | the provider | HeBao      |
        | the platform | WoPay      |
        | the provider | WoPay      |

    @CHO-001.6 @property
    Scenario: It holds in any market
      Given any market that the rulebook allows
      Then every cashier in it shows exactly the providers that are usable there

    @CHO-001.7 @browser
    Scenario: A person finds every method on the page
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When a person opens the cashier in a browser
      Then the person can pick every provider, with the keyboard alone
