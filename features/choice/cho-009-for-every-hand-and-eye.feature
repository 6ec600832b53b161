@choice
Feature: A cashier for every hand and eye
  Whoever pays without a mouse, without eyes or with large type pays by the same methods.

  @CHO-009 @should @binds-platform
  Rule: CHO-009 The cashier SHOULD be usable by keyboard, screen reader and large type, in Chinese and English, with every method alike
    Source: CONV24 · HOUSE      Basis: house
    What the source says: whoever pays keeps the choice between ways to pay. It does not speak of cashiers' pages.
    Our reading: type is large when a letter has twice its size; the page then still shows every method, and nothing runs
    off sideways.

    @CHO-009.1 @browser
    Scenario Outline: By keyboard, by ear and in large type
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer reads <language>
      When a person opens the cashier by keyboard, by ear and in large type
      Then every method is named in the language of the page
      And the keyboard alone picks every method
      And large type loses no method and runs off no side

      Examples:
        | language |
        | Chinese  |
        | English  |
