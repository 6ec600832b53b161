@routing
Feature: The route is a declared function of declared inputs
  Whoever asks later why a payment took its way finds what decided it, and nothing else did.

  @ROUTE-003 @must @binds-platform
  Rule: ROUTE-003 The route MUST be chosen by a declared function of declared inputs, and the choice and inputs recorded with the payment
    Source: house · NBPI art. 18, 20      Basis: house
    What the source says: a payment institution's processing is traceable; its agreement states the transmission path.
    Our reading: replaying the record gives the same route; names, owners and newcomers are not inputs.

    @ROUTE-003.1
    Scenario Outline: The record explains the route
      Given a payer who owes ¥128.50 and has chosen <provider>
      When all messages have arrived
      Then the record of the payment explains its route

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

    @ROUTE-003.2 @property
    Scenario: Equal inputs lead to equal routes
      Given any market that the rulebook allows
      Then every order in it is offered and routed the same way each time

    @ROUTE-003.3 @property
    Scenario: Exchanging the names of providers changes nothing
      Given any market that the rulebook allows
      Then exchanging whole identities of providers changes nothing but the names

    @ROUTE-003.4 @property
    Scenario: A newcomer changes nothing for the others
      Given any market that the rulebook allows
      Then the arrival of a provider neither removes, moves nor reprices another
