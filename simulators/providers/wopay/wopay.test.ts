/** The tests of WoPay by theme, in one process: starting one costs more than they do. */
import './tests/orders';
import './tests/money';
import './tests/bad-input';
