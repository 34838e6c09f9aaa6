/// The syntax of Wain. Every decision is LL(1): the generated parser predicts nothing.
/// Which property fits which construct is decided later, by sema, with better words;
/// so activities share one property list here, and actors another.
parser grammar WainParser;

options { tokenVocab = WainLexer; superClass = TreeBuildingParser; }

@parser::postinclude {
#include "syntax/tree_building_parser.h"
}

file : declaration* EOF ;

declaration
    : importDecl | constantDecl | calendarDecl | actorDecl | recordDecl | documentDecl
    | criterionDecl | controlDecl | outcomeDecl | processDecl | scenarioDecl | expectDecl
    ;

importDecl   : IMPORT STRING ( AS name )? ;
constantDecl : CONSTANT name title? ASSIGN literal ;

calendarDecl : CALENDAR name title? ( LBRACE calendarItem* RBRACE )? ;
calendarItem : timezoneProp | openingHours | closedProp | allow ;
timezoneProp : TIMEZONE STRING ;
openingHours : dayList timeRange ( COMMA timeRange )* ;
closedProp   : CLOSED dateRange ( COMMA dateRange )* ;
dayList      : dayRange ( COMMA dayRange )* ;
dayRange     : WEEKDAY ( DOTDOT WEEKDAY )? ;
dateRange    : DATE ( DOTDOT DATE )? ;
timeRange    : time MINUS time ;
time         : NUMBER COLON NUMBER ;

actorDecl : actorKind name title? ( PLAYS nameList )? ( LBRACE actorItem* RBRACE )? ;
actorKind : ROLE | PERSON | COMMITTEE | SYSTEM | MODEL ;
actorItem
    : staffProp | capacityProp | availableProp | hoursProp | costsProp | reportsProp | authorityProp
    | membersProp | quorumProp | meetsProp | agendaProp | hearsProp | accountableProp | allow
    ;
staffProp       : STAFF value ;
capacityProp    : CAPACITY value ;
availableProp   : AVAILABLE value ;
hoursProp       : HOURS qualified ;
costsProp       : COSTS value PER name ;
reportsProp     : REPORTS TO qualified ;
authorityProp   : AUTHORITY qualified COLON expression ( ON nameList )? ;
membersProp     : MEMBERS nameList ;
quorumProp      : QUORUM value ( MET value )? ;
meetsProp       : MEETS cadence FOR value ;
agendaProp      : AGENDA CLOSES value BEFORE ;
hearsProp       : HEARS value ;
accountableProp : ACCOUNTABLE qualified ;

cadence
    : EVERY ( dayList time | DAY time | NUMBER WEEKS ON dayList time ( FROM DATE )? )
    | dayList time
    | ORDINAL ( COMMA ORDINAL )* WEEKDAY OF MONTH time
    ;

recordDecl   : RECORD name title? ( LBRACE field* RBRACE )? ;
field        : name title? type ;
type         : ( LIST OF )* ( MONEY name | typeName ( DOT name )? ( BAR name )* ) ;
documentDecl : DOCUMENT name title? ( LBRACE allow* RBRACE )? ;

criterionDecl : CRITERION name title? ( LBRACE criterionItem* RBRACE )? ;
criterionItem : missProp | wrongProp | allow ;
missProp      : A MISS COSTS value ;
wrongProp     : WRONG IN value ;

controlDecl   : CONTROL name title? ( LBRACE controlItem* RBRACE )? ;
controlItem   : citesProp | appliesProp | approversProp | reviewProp | allow ;
citesProp     : CITES STRING ;
appliesProp   : APPLIES TO qualified ( COLON expression )? ;
approversProp : REQUIRES value DISTINCT APPROVERS ;
reviewProp    : REVIEW BY DATE ;

outcomeDecl  : OUTCOME name title? ( LBRACE outcomeItem* RBRACE )? ;
outcomeItem  : ownerProp | requiresProp | goodProp | measure | observed | allow ;
ownerProp    : OWNER qualified ;
requiresProp : REQUIRES nameList ;
goodProp     : GOOD WHEN comparisonOfStatistics ;
measure      : MEASURE name title? ( WHEN expression )? ;

processDecl : PROCESS name title? parameters? yields? ( REPLACES qualified )? block ;
parameters  : LPAREN ( parameter ( COMMA parameter )* )? RPAREN ;
parameter   : name COLON type ;
yields      : YIELDS qualified ( BAR qualified )* ;

block     : LBRACE blockItem* RBRACE ;
blockItem
    : activity | audit | ifStatement | chooseStatement | parallelStatement | repeatStatement
    | waitStatement | callStatement | gotoStatement | endStatement
    | separation | ownerProp | measure | observed | allow
    ;

activity     : activityKind name title? BY qualified ( LBRACE activityItem* RBRACE )? ;
activityKind : STEP | AUTO | APPROVAL ;
audit        : AUDIT name title? OF name BY qualified ( LBRACE activityItem* RBRACE )? ;

activityItem
    : takesProp | readsProp | seesProp | producesProp | updatesProp | irreversibleProp | failsProp
    | batchesProp | priorityProp | costsProp | checksProp | judgesProp | rejectsProp | returnsProp
    | escalatesProp | timeoutProp | requiredProp | catchesProp | falseAlarmsProp | samplesProp
    | findsProp | observed | allow
    ;
takesProp        : TAKES distribution ;
readsProp        : READS pathList ;
seesProp         : SEES pathList ;
producesProp     : PRODUCES product ( COMMA product )* ;
product          : name COLON type ;
updatesProp      : UPDATES pathList ;
irreversibleProp : IRREVERSIBLE ;
failsProp        : FAILS value? ARROW target ;
batchesProp      : BATCHES value ( OR value )? ;
priorityProp     : PRIORITY expression ;
checksProp       : CHECKS nameList ;
judgesProp       : JUDGES nameList ;
rejectsProp      : REJECTS value? ARROW target ;
returnsProp      : RETURNS value? ARROW target ;
escalatesProp    : ESCALATES AFTER value TO qualified ;
timeoutProp      : AFTER value ( APPROVES | REJECTS ARROW target ) ;
requiredProp     : REQUIRED BY nameList ;
catchesProp      : CATCHES value ;
falseAlarmsProp  : FALSE ALARMS value ;
samplesProp      : SAMPLES value ;
findsProp        : FINDS value WITHIN value ;

ifStatement       : IF condition block elseArm* ;
elseArm           : ELSE ( IF condition )? block ;
chooseStatement   : CHOOSE LBRACE whenArm* otherwiseArm? RBRACE ;
whenArm           : WHEN condition block ;
otherwiseArm      : OTHERWISE title? block ;
parallelStatement : PARALLEL ( JOIN joinRule )? LBRACE branch* RBRACE ;
joinRule          : ALL | FIRST | NUMBER OF NUMBER ;
branch            : BRANCH name title? ( WHEN condition )? block ;
repeatStatement   : REPEAT block UNTIL condition ;
waitStatement     : WAIT ( distribution | UNTIL cadence agendaProp? | FOR title waitItem* ) ;
waitItem          : takesProp | producesProp | updatesProp | readsProp ;
callStatement     : CALL qualified arguments ( AS name title? )? callExit* ;
arguments         : LPAREN pathList? RPAREN ;
callExit          : ON qualified ARROW target ;
gotoStatement     : ARROW target ;
endStatement      : END qualified ;
separation        : ( SEPARATE | TOGETHER ) nameList ;

condition : expression share? title? | share title? ;
share     : TILDE value ;
target    : END qualified | targetName ;

observed     : OBSERVED LBRACE observedItem* RBRACE ;
observedItem : observedCount | observedTime | observedSource ;
observedCount  : ( CASES | REJECTS | RETURNS | FAILS | APPROVES ) value ;
observedTime   : ( WAITS | TAKES ) NAME value ;
observedSource : SOURCE STRING ;
allow        : ALLOW ruleName BECAUSE STRING ( UNTIL DATE )? ;
ruleName     : name ( MINUS name )* ;

scenarioDecl : SCENARIO name title? ( FROM qualified )? ( LBRACE scenarioItem* RBRACE )? ;
scenarioItem
    : startsProp | runsProp | arrivalsProp | drawsProp | forProp | warmupProp | replicationsProp
    | seedProp | override | allow
    ;
startsProp       : STARTS DATE ;
runsProp         : RUNS qualified ;
arrivalsProp     : ARRIVALS distribution ( PER name )? ( DURING qualified )? ;
drawsProp        : DRAWS path TILDE distribution ( AT name )? ;
forProp          : FOR value ;
warmupProp       : WARMUP value ;
replicationsProp : REPLICATIONS value ;
seedProp         : SEED value ;
override         : WITH path overrideItem+ ;
overrideItem
    : takesProp | overrideShare | share | staffProp | capacityProp | availableProp | costsProp
    | hoursProp | meetsProp | hearsProp | quorumProp | samplesProp
    ;
overrideShare    : ( REJECTS | RETURNS | FAILS ) value ;

expectDecl : EXPECT comparisonOfStatistics ( LBRACE allow* RBRACE )? ;
comparisonOfStatistics : statistic compareOp statisticBound ;
statistic      : NAME LPAREN path ( LPAREN path RPAREN )? RPAREN ;
statisticBound : statisticOrName | minus? literal ( OF statistic )? ;
statisticOrName: NAME ( LPAREN path ( LPAREN path RPAREN )? RPAREN | DOT name )? ;

distribution     : distributionOrName | literal ;
distributionOrName : NAME ( distributionArguments | DOT name )? ;
distributionArguments : LPAREN distributionArgument ( COMMA distributionArgument )* RPAREN ;
distributionArgument  : ( minus? literal | argumentName ( minus? literal )? ) ( COLON value )? ;

expression  : conjunction ( OR conjunction )* ;
conjunction : negation ( AND negation )* ;
negation    : NOT* comparison ;
comparison  : sum ( compareOp sum | IN LPAREN sum ( COMMA sum )* RPAREN )? ;
compareOp   : EQ | NE | LT | LE | GT | GE ;
sum         : term ( ( PLUS | MINUS ) term )* ;
term    : unary ( ( STAR | SLASH ) unary )* ;
unary       : MINUS* primary ;
primary     : literal | LPAREN expression RPAREN | exprPath ( LPAREN path RPAREN )? ;
minus       : MINUS ;

/// A literal, or the name of a constant. Only plain names stand here, never keywords: so a
/// missing value is seen at once, and not taken for a constant called like the next property.
value   : literal | NAME ( DOT name )? ;
literal : number | PERCENT | DURATION | STRING | DATE | TRUE | FALSE ;
number  : NUMBER NAME? ;

title     : STRING ;
qualified : name ( DOT name )? ;
nameList  : qualified ( COMMA qualified )* ;
path      : name ( DOT name )* ;
exprPath  : exprName ( DOT name )* ;
pathList  : path ( COMMA path )* ;

/// Keywords are contextual: where a name is expected, any word is one.
name         : plainWord | MONEY | LIST | AND | OR | NOT | TRUE | FALSE | IN | END ;
exprName     : plainWord | MONEY | LIST | END ;
argumentName : plainWord | MONEY | LIST | END | AND | OR | NOT | IN ;
typeName     : plainWord | AND | OR | NOT | TRUE | FALSE | IN | END ;
targetName   : plainWord | MONEY | LIST | AND | OR | NOT | TRUE | FALSE | IN ;

plainWord
    : NAME | WEEKDAY | IMPORT | CONSTANT | CALENDAR | ROLE | PERSON | COMMITTEE | SYSTEM | MODEL
    | RECORD | DOCUMENT | CRITERION | CONTROL | OUTCOME | PROCESS | SCENARIO | EXPECT | STEP | AUTO
    | APPROVAL | IF | CHOOSE | PARALLEL | REPEAT | WAIT | CALL | AUDIT | SEPARATE | TOGETHER | ELSE
    | WHEN | OTHERWISE | BRANCH | UNTIL | JOIN | ALL | FIRST | A | ACCOUNTABLE | AFTER | AGENDA | ALLOW
    | APPLIES | ARRIVALS | AUTHORITY | AVAILABLE | BATCHES | CAPACITY | CASES | CATCHES | CHECKS
    | CITES | CLOSED | COSTS | DRAWS | ESCALATES | FAILS | FINDS | GOOD | HEARS | HOURS | IRREVERSIBLE
    | JUDGES | MEASURE | MEETS | MEMBERS | OBSERVED | OWNER | PRIORITY | PRODUCES | QUORUM | READS
    | REJECTS | REPLICATIONS | REPORTS | REQUIRED | REQUIRES | RETURNS | REVIEW | RUNS | SAMPLES | SEED
    | SEES | SOURCE | STAFF | STARTS | TAKES | TIMEZONE | UPDATES | WAITS | WARMUP | WITH | WRONG
    | ALARMS | APPROVERS | APPROVES | AS | AT | BECAUSE | BEFORE | BY | CLOSES | DAY | DISTINCT
    | DURING | EVERY | FOR | FROM | MET | MISS | MONTH | OF | ON | PER | PLAYS | REPLACES | TO | WEEKS
    | WITHIN | YIELDS
    ;
