/**
 * The language of model files.
 *
 * Every decision needs one token of lookahead, and chains of operators repeat in one rule rather than nest, so that
 * parsing is linear and only brackets, 'if' and 'scan' deepen the stack.
 */
grammar Nn;

// The word 'layer' where it declares an instance in a model or layer rather than a layer.
tokens { INSTANCE }

@parser::members {
    /**
     * Results of a block, where expressions begin. No rule mentions them: with what may begin a result in the set of what
     * may follow an expression, no decision within an expression could be made by one token. So a sign or a bracket behind
     * an expression belongs to it, and a result that begins with one needs a ';' before it.
     */
    private void results() {
        while (beginsExpression()) {
            setState(-1); // nothing of the grammar calls it
            result();
        }
    }

    private boolean beginsExpression() {
        switch (_input.LA(1)) {
            case NAME: case PATH: case NUMBER: case LPAREN: case IF: case NOT: case SCAN: case PLUS: case MINUS:
                return true;
            default:
                return false;
        }
    }
}

file
    : declaration* EOF
    ;

declaration
    : IMPORT STRING                                                       # importFile
    | FN NAME axisParameters? formals '=' (expression | block)            # function
    | LAYER NAME axisParameters? formals block                            # layer
    | model                                                               # modelDeclaration
    ;

axisParameters
    : '[' NAME (',' NAME)* ']'
    ;

formals
    : '(' (formal (',' formal)*)? ')'
    ;

formal
    : NAME pattern? (':' kind)? ('=' expression)?
    | '|>' NAME pattern?
    ;

pattern
    : '[' patternAxis (',' patternAxis)* ']'
    ;

patternAxis
    : DOTS
    | axis
    ;

/** Items, then the result. The parser takes results anywhere; all but one at the end are reported later. */
block
    : '{' ';'* {results();} (item ';'* {results();})* '}'
    ;

/** Not part of a rule: see results(). */
result
    : expression ';'*
    ;

model
    : MODEL NAME '{' ';'* (item ';'*)* '}'
    ;

/** Items that are added to a model from elsewhere. */
additions
    : ';'* (item ';'*)* EOF
    ;

// ---- Items. Which may stand where is checked later.

item
    : PRECISION NAME                                                      # precision
    | DIM dimDeclarator (',' dimDeclarator)*                              # dims
    | INPUT dataDeclarator (',' dataDeclarator)*                          # inputs
    | TARGET dataDeclarator (',' dataDeclarator)*                         # targets
    | PARAM paramDeclarator (',' paramDeclarator)*                        # params
    | LET definition (',' definition)*                                    # lets
    | OUTPUT definition (',' definition)*                                 # outputs
    | METRIC definition (',' definition)*                                 # metrics
    | INSTANCE instanceDeclarator (',' instanceDeclarator)*               # instances
    | STATE paramDeclarator (',' paramDeclarator)*                        # states
    | NEXT update (',' update)*                                           # updates
    | EMIT expression                                                     # emission
    | LOSS expression                                                     # loss
    | TRAIN '{' entry* '}'                                                # train
    ;

dimDeclarator
    : NAME ('=' expression)?
    ;

dataDeclarator
    : NAME axes? (':' kind)?
    ;

kind
    : NAME ('(' expression ')')?
    ;

paramDeclarator
    : NAME axes? constraint? initialiser? FROZEN?
    ;

constraint
    : '>' sum
    | '<' sum
    | IN '(' expression ',' expression ')'
    ;

initialiser
    : '=' expression
    | '~' NAME axes? arguments?
    ;

definition
    : NAME axes? '=' expression
    ;

instanceDeclarator
    : NAME '=' stage
    ;

update
    : NAME '=' expression
    ;

axes
    : '[' axis (',' axis)* ']'
    ;

axis
    : sum (':' sum)?
    ;

entry
    : NAME value
    ;

value
    : STRING
    | '-'? NUMBER
    | NAME ('(' (setting (',' setting)*)? ')')?
    ;

setting
    : NAME '=' expression
    ;

// ---- Expressions, loosest first

expression
    : IF expression THEN expression ELSE expression
    | scan
    | pipeline
    ;

scan
    : SCAN NAME OVER (NAME | NUMBER) REVERSE? (CARRY definition (',' definition)*)? scanBody
    ;

scanBody
    : '{' ';'* (item ';'*)* '}'
    ;

pipeline
    : disjunction ('|>' stage)*
    ;

/** A pipeline that begins with what it is handed, as an argument. */
stages
    : ('|>' stage)+
    ;

/** What a value is handed to: a function or layer without its first argument. */
stage
    : (REPEAT count)? NAME subscript? arguments?
    ;

count
    : NUMBER
    | NAME
    | '(' expression ')'
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT* comparison
    ;

comparison
    : sum (('<' | '<=' | '>' | '>=' | '==' | '!=') sum)*
    ;

sum
    : product (('+' | '-') product)*
    ;

product
    : signed (('*' | '/' | '@') signed)*
    ;

signed
    : ('+' | '-')* power
    ;

power
    : atom ('^' exponent)*
    ;

exponent
    : ('+' | '-')* atom
    ;

atom
    : NUMBER
    | NAME subscript? (arguments subscript?)?
    | PATH subscript?
    | '(' expression ')' subscript?
    ;

/** Indices of a value, or axes of a function. */
subscript
    : '[' index (',' index)* (ELSE expression)? ']'
    ;

index
    : expression (':' expression)?
    ;

arguments
    : '(' (argument (',' argument)*)? ')'
    ;

/** The part before '=' must be a name, which is checked later: telling by the second token needs more lookahead. */
argument
    : expression ('=' (expression | stages))?
    | stages
    ;

// ---- Words

IMPORT    : 'import' ;
FN        : 'fn' ;
LAYER     : 'layer' ;
MODEL     : 'model' ;
PRECISION : 'precision' ;
DIM       : 'dim' ;
INPUT     : 'input' ;
TARGET    : 'target' ;
PARAM     : 'param' ;
LET       : 'let' ;
OUTPUT    : 'output' ;
LOSS      : 'loss' ;
TRAIN     : 'train' ;
IN        : 'in' ;
FROZEN    : 'frozen' ;
IF        : 'if' ;
THEN      : 'then' ;
ELSE      : 'else' ;
AND       : 'and' ;
OR        : 'or' ;
NOT       : 'not' ;
SCAN      : 'scan' ;
REPEAT    : 'repeat' ;

// Words in their places only, and names elsewhere: SoftWords decides before the parser sees them.
STATE     : 'state' ;
METRIC    : 'metric' ;
NEXT      : 'next' ;
EMIT      : 'emit' ;
OVER      : 'over' ;
REVERSE   : 'reverse' ;
CARRY     : 'carry' ;

LBRACE    : '{' ;
RBRACE    : '}' ;
LPAREN    : '(' ;
RPAREN    : ')' ;
LBRACKET  : '[' ;
RBRACKET  : ']' ;
COLON     : ':' ;
DOTS      : '..' ;
ASSIGN    : '=' ;
SEMICOLON : ';' ;
PLUS      : '+' ;
MINUS     : '-' ;

NAME      : LETTER (LETTER | DIGIT)* ;
/** A parameter of a layer. */
PATH      : LETTER (LETTER | DIGIT)* ('.' (LETTER | DIGIT)+)+ ;
NUMBER    : (DIGITS ('.' DIGITS?)? | '.' DIGITS) EXPONENT? ;
STRING    : '"' ~["\r\n]* '"' ;

fragment LETTER   : [\p{L}_] ;
fragment DIGIT    : [\p{Nd}] ;
fragment DIGITS   : [0-9]+ ;
fragment EXPONENT : [eE] [+-]? DIGITS ;

// ---- What stands between words

SPACE     : [ \t\r\n\f\uFEFF]+ -> skip ;
DOC       : '///' ~[\r\n]* -> channel(HIDDEN) ;
COMMENT   : '//' ~[\r\n]* -> skip ;
BLOCK     : '/*' .*? '*/' -> skip ;

// ---- What is no word, as tokens of their own: reported, then read as what was meant or left out

BAD_NUMBER      : NUMBER LETTER (LETTER | DIGIT)* ;
UNCLOSED_STRING : '"' ~["\r\n]* ;
UNCLOSED_BLOCK  : '/*' (~'*' | '*'+ ~[*/])* '*'* EOF -> channel(HIDDEN) ;
STRAY           : . -> channel(HIDDEN) ;
