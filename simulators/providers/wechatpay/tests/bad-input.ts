import './bad-bills';
import './bad-bodies';
import './bad-members';
import './bad-paths';
import './fuzz';
