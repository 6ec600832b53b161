@privacy
Feature: Each keeps its own
  The wallet knows the purse, the platform knows the basket, and neither needs to know the other's.

  @PRIV-002 @must @binds-platform @binds-provider
  Rule: PRIV-002 The platform MUST NOT hold unmasked account numbers, balances or credentials of a provider's user, nor the provider the basket beyond its description
    Source: NBPI art. 26, 32 · PIPL art. 6 · JRT0171      Basis: law (by analogy)
    Our reading: what stands in the wallet is found nowhere outside of it, and no line of the basket is found in the provider's books.

    @PRIV-002.1
    Scenario Outline: What only the wallet knows stays there
      Given a merchant who accepts every provider
      And a payer with a basket of ¥128.50
      When the payer chooses <provider>
      And the payer pays with <provider>
      And 5 minutes pass
      And the merchant refunds ¥28.50
      And 5 minutes pass
      And everything outside of the wallets is searched for what only they know
      Then it was found nowhere

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

    @PRIV-002.2
    Scenario Outline: What is in the basket is not the provider's business
      Given a merchant who accepts every provider
      And a payer with a basket of ¥128.50
      When the payer chooses <provider>
      And the payer pays with <provider>
      And 5 minutes pass
      And the books of <provider> are searched for what is in the basket
      Then no line of it is there

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
