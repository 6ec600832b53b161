@privacy
Feature: Domestic payments stay at home
  A payment between people and shops of one country is worked on, settled and kept there.

  @PRIV-006 @must @binds-provider @binds-clearing
  Rule: PRIV-006 Domestic payments MUST be processed, settled and stored in the domestic region
    Source: NBPI art. 18, 19, 33      Basis: law
    Our reading: each party that is told of a payment, settles it or writes it down has a known node for that, and it stands at home.

    @PRIV-006.1
    Scenario Outline: A payment, a refund, and the end of the day
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 1 day passes
      Then everybody processed the payment at home
      And everybody settled it at home
      And everybody stored it at home

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
