/** The tests of the adapter by theme, in one process: starting one costs more than they do. */
import './tests/calls';
import './tests/certificates';
import './tests/notices';
