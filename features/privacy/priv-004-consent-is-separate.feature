@privacy
Feature: Consent is separate
  Paying is one thing. Being written to by somebody's sister company is another.

  @PRIV-004 @must @binds-platform
  Rule: PRIV-004 Sharing beyond what this payment needs MUST have separate consent; declining or withdrawing never stops the payment
    Source: NBPI art. 32 · PIPL art. 15, 16, 23      Basis: law
    Our reading: each scope is agreed to by itself, off until the payer ticks it, taken back at any time, and recorded with its hour.

    @PRIV-004.1
    Scenario Outline: Nothing is ticked beforehand
      Given a merchant who accepts every provider
      And the payer reads <language>
      And Li Na has an order of ¥128.50
      When Li Na looks at what is shared of her
      Then nothing is ticked that she has not ticked herself

      Examples:
        | language |
        | English  |
        | Chinese  |

    @PRIV-004.2
    Scenario Outline: The payment goes on, whatever the payer thinks of sharing
      Given a merchant who accepts every provider
      And Li Na has an order of ¥128.50
      When Li Na <decides>
      And the payer chooses <provider>
      And Li Na <changes her mind>
      And the payer pays with <provider>
      And 5 minutes pass
      Then the order is paid all the same

      Examples:
        | provider   | decides                 | changes her mind        |
        | WeChat Pay | agrees to no sharing    | agrees to no sharing    |
        | WeChat Pay | agrees to every sharing | agrees to no sharing    |
        | Alipay     | agrees to no sharing    | agrees to every sharing |
        | Alipay     | agrees to every sharing | agrees to no sharing    |
        | BestPay    | agrees to no sharing    | agrees to every sharing |
        | BestPay    | agrees to every sharing | agrees to no sharing    |
        | HeBao      | agrees to no sharing    | agrees to every sharing |
        | HeBao      | agrees to every sharing | agrees to no sharing    |
        | e-CNY      | agrees to no sharing    | agrees to every sharing |
        | e-CNY      | agrees to every sharing | agrees to no sharing    |
        | Bank apps  | agrees to no sharing    | agrees to every sharing |
        | Bank apps  | agrees to every sharing | agrees to no sharing    |
        | JD Pay     | agrees to no sharing    | agrees to every sharing |
        | UnionPay   | agrees to no sharing    | agrees to every sharing |
        | UnionPay   | agrees to every sharing | agrees to no sharing    |
        | WoPay      | agrees to no sharing    | agrees to every sharing |
        | WoPay      | agrees to every sharing | agrees to no sharing    |

    @PRIV-004.3
    Scenario: Only those are shared who agreed, and only as long as they do
      Given a merchant who accepts every provider
      And the declared exports of the platform
      And Li Na has an order of ¥128.50
      And Wang Wei has an order of ¥66.60
      And Zhao Min has an order of ¥9.90
      When Li Na agrees to every sharing
      And Wang Wei agrees to every sharing
      And 5 minutes pass
      And Wang Wei agrees to no sharing
      And the platform gives out its exports
      Then nobody is shared who has not agreed
      And each decision is on record with its scope and its hour
