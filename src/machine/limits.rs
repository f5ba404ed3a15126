//! Every bound of the machine, with its reason. A bound that hides something is named in the file's `incomplete`
//! ([`super::cut`]); the others only make a value less exact, which is said here.
//!
//! Units: *steps* are expressions and statements that are run, and what the work inside of one of them costs; texts are in
//! bytes unless said otherwise.

// How long a file may take. Steps, not seconds: the same file has the same verdict on every machine.

/// Steps of the exploration of one file.
pub(super) const EXPLORATION_FUEL: u64 = 400_000;
/// Steps of the exploration before the first message is met: what is far from every messaging word is run as long as they last.
pub(super) const SEARCH_FUEL: u64 = 30_000;
/// Steps of one run of a handler.
pub(super) const RUN_FUEL: u64 = 100_000;
/// Steps of one run of a handler after which a function that is called over and over is no longer run for what it was given before.
pub(super) const PATIENT_FUEL: u64 = 10_000;
/// Calls of it from then on, with what was not given to it before.
pub(super) const REPEATED_CALLS: u32 = 8;
/// Steps of all runs of one handler: a long one is tried with fewer senders, the most telling first.
pub(super) const LISTENER_FUEL: u64 = 200_000;
/// The same as long as a class of senders was not tried at all.
pub(super) const CLASSES_FUEL: u64 = 600_000;
/// Steps of all sender runs of one file.
pub(super) const SENDERS_FUEL: u64 = 1_500_000;
/// Steps of the runs that only collect what handlers do, over one file.
pub(super) const COLLECT_FUEL: u64 = 1_500_000;
/// Steps for the body of one imported file: tables and classes are made, little is computed.
pub(super) const IMPORT_FUEL: u64 = 20_000;
/// Steps for the bodies of all imported files.
pub(super) const IMPORTS_FUEL: u64 = 200_000;
/// Steps of one run of a handler that may go to functions of other files.
pub(super) const RUN_FUEL_AWAY: u64 = 80_000;
/// Steps of the exploration that may go to them.
pub(super) const EXPLORATION_FUEL_AWAY: u64 = 100_000;

/// Units of work inside of one expression that cost a step: a property that is copied or looked through is one, see
/// [`TEXT_OF_A_UNIT`] for texts.
pub(super) const WORK_OF_A_STEP: u64 = 32;
/// Bytes of a text that are made, compared or searched for one unit of work.
pub(super) const TEXT_OF_A_UNIT: usize = 8;
/// Units of work for a search with a pattern that needs backtracking, whatever its text: the engine does not tell how much it took.
pub(super) const BACKTRACKING_WORK: usize = 4_000;
/// Units of work for a pattern that is compiled, for each character of its source.
pub(super) const PATTERN_WORK: usize = 16;
/// What the values of one file may take, in bytes, as the memory itself counts them.
pub(super) const MEMORY: usize = 384 << 20;
/// Bounds that are named for one file.
pub(super) const CUTS: usize = 20;

// How deep it may go.

/// What is nested deeper than this, in calls, expressions and statements together, is not run.
pub(super) const DEPTH: u32 = 3_000;
/// When less stack than this is left, another segment is taken. More than is needed between two passes through the guard, a walk
/// down the deepest syntax tree that the parser lets through included, in a build without optimisation too. In bytes.
pub(super) const STACK_RED_ZONE: usize = 64 << 20;
/// A segment of the stack. It is reserved, not touched. In bytes.
pub(super) const STACK_SEGMENT: usize = 256 << 20;
/// Activations inside each other.
pub(super) const FRAMES: usize = 120;
/// Activations of one function inside each other that are run with what they are given.
pub(super) const RECURSION: usize = 2;
/// Objects above each other in a chain of prototypes. What is behind them is unknown.
pub(super) const PROTOTYPES: usize = 64;
/// Predicates that call predicates, and so on, are looked into so far; further in they tell nothing.
pub(super) const PREDICATE_DEPTH: usize = 12;
/// Files that hand a name on to each other.
pub(super) const RE_EXPORTS: usize = 16;
/// Parts of a message inside each other that are looked at for what cannot be cloned or transferred.
pub(super) const MESSAGE_DEPTH: usize = 5;

// How often.

/// Turns of a loop of which it is not known how often it goes round. One more is run with everything that changes unknown.
pub(super) const TURNS: usize = 2;
/// Turns of a loop whose test is certain, as one that counts through a list.
pub(super) const CERTAIN_TURNS: usize = 40;
/// Elements of a list that a callback is run for one by one; the rest of them are run as one.
pub(super) const CALLBACK_TURNS: usize = 64;
/// Handlers that are run to collect what they do.
pub(super) const COLLECTED: usize = 400;
/// Ways of reaching one call of `postMessage` that are told apart. A further one counts if its message or target is of another sort.
pub(super) const SENDS_OF_A_CALL: usize = 40;
/// Ways of reaching all of them.
pub(super) const SENDS: usize = 4_000;
/// Registrations, and removals, whose lifetimes are followed.
pub(super) const SUBSCRIPTIONS: usize = 400;
/// Times that a function is run for its own sake.
pub(super) const ENTRY_RUNS: u32 = 6;
/// Of one function, so many closures are run as listeners of ports that are set up at one place.
pub(super) const PORT_LISTENERS: usize = 3;
/// Statements of one predicate that are looked at, each once for every way to it.
pub(super) const PREDICATE_STATEMENTS: u32 = 64;
/// A function that has nothing to do with messages is still followed when it is this small, in expressions.
pub(super) const SMALL_FUNCTION: u32 = 90;
/// One of another file may be larger: it was imported to do something here.
pub(super) const SMALL_IMPORTED_FUNCTION: u32 = 300;

// How large a value may be.

/// A text that is computed and longer than this is unknown.
pub(super) const TEXT: usize = 1 << 16;
/// An array whose elements are told apart. Beyond, what any of them may be is joined.
pub(super) const LIST: usize = 512;
/// Parts that are written out where an object is converted to a text. A text with more is unknown.
pub(super) const TEXT_PARTS: usize = 1_024;
/// Arrays inside each other where an object is converted to a text.
pub(super) const TEXT_DEPTH: usize = 16;
/// Things that a value may be. With more it is unknown; objects keep their identity.
pub(super) const ALTERNATIVES: usize = 10;
/// Objects among the things that such a value may be: the functions of a table, of which a message calls one.
pub(super) const OBJECTS: usize = 32;
/// Sources of a value that are told apart, beside one of each sort.
pub(super) const TAINTS: usize = 6;
/// Steps of a value's way from its source; of a longer one only the first are kept.
pub(super) const TAINT_STEPS: u8 = 12;
/// Steps of an access path. Of what is reached by more of them, conditions tell nothing.
pub(super) const PATH_STEPS: usize = 12;
/// Properties of one object, and elements of one array, whose sources count for the whole.
pub(super) const HELD: usize = 4_096;
/// Objects that are reached from a value when its sources are asked for.
pub(super) const HELD_OBJECTS: usize = 128;
/// How far from the value they may be.
pub(super) const HELD_DEPTH: u32 = 6;
/// Pairs of alternatives of two operands that are computed one by one; with more the result is unknown.
pub(super) const OPERAND_PAIRS: usize = 64;
/// Paths out of one loop or function that are told apart; those beyond are joined as they come.
pub(super) const EXITS: usize = 64;

// How much a handler is asked.

/// What the sender is compared with in one run of a handler.
pub(super) const MEETS: usize = 256;
/// Keys of one table that the sender is looked up in.
pub(super) const MEET_KEYS: usize = 64;
/// Constants of one check beyond this many are left out: a list of a thousand hosts is one check, not a thousand.
pub(super) const MEET_CONSTANTS: usize = 64;
/// Senders that a handler is tried with.
pub(super) const SENDERS: usize = 80;
/// How many of them are expected ones.
pub(super) const EXPECTED_SENDERS: usize = 12;

// Regular expressions.

/// How often the engine may backtrack in one search. Origin checks need a few dozen; `(a+)+` on a long text needs them all.
pub(super) const BACKTRACKS: usize = 20_000;
/// The compiled form of one pattern, in bytes.
pub(super) const PATTERN_SIZE: usize = 1 << 20;
/// The source of a pattern, in characters.
pub(super) const PATTERN_SOURCE: usize = 8_192;
/// The name of a Unicode property and its value, in bytes.
pub(super) const PROPERTY_NAME: usize = 64;
/// Groups inside each other, so that no walk over a pattern can exhaust the stack.
pub(super) const PATTERN_DEPTH: usize = 100;
/// What counts in braces inside each other come to: the engine multiplies them, and many fewer are too many to be compiled.
pub(super) const PATTERN_ROUNDS: u64 = 10_000_000_000;
/// A text that is searched.
pub(super) const SEARCHED_TEXT: usize = 16_384;
/// Matches of one search for all of them.
pub(super) const MATCHES: usize = 100;
/// Spellings of a constant part of a pattern that are told apart.
pub(super) const SPELLINGS: usize = 16;

// Texts that a pattern lets through.

/// How many are handed out.
pub(super) const LOOKALIKES: usize = 64;
/// How many of them one way to attack may find.
pub(super) const LOOKALIKES_OF_A_KIND: usize = 32;
/// Longer ones are not origins.
pub(super) const LOOKALIKE: usize = 300;
/// Ways to write one part of a pattern that are followed.
pub(super) const PART_SPELLINGS: usize = 48;
/// How often a part is written out at most; a label of a host has 63 characters (RFC 1035 §2.3.4).
pub(super) const PART_ROUNDS: u32 = 63;
