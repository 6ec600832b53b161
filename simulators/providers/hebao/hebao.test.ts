/** The tests of HeBao by theme, in one process: starting one costs more than they do. */
import './tests/messages';
import './tests/money';
import './tests/bad-input';
