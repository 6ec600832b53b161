import './tests/limits';
import './tests/entrances';
import './tests/offline';
