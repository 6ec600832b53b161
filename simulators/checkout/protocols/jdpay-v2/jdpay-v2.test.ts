/** The tests of the adapter by theme, in one process: starting one costs more than they do. */
import './tests/calls';
import './tests/notices';
import './tests/bills';
