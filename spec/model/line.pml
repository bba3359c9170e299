/* Delivery between two members of a line: what is recorded, sent, receipted, lost, restored and said again.
 *
 * Every rule below names the function it stands for; README.md beside this file tells what is modelled, what is not,
 * the bounds and the counts. `make model` runs it, and every variant of it that takes one rule away.
 *
 * A log prefix is a node of its owner's tree: the node knows its parent, so one number stands for a log of that size with
 * that root, equal numbers are equal roots, and "continues" is "is an ancestor of". Only the owner makes nodes; two
 * histories of one epoch are two branches. Node 0 is the empty log.
 */

#ifndef SAYS_0
#define SAYS_0 1        /* messages member 0 may say */
#endif
#ifndef SAYS_1
#define SAYS_1 1
#endif
#ifndef RESTORES_0
#define RESTORES_0 1    /* times the disk of member 0 is put back to its copy */
#endif
#ifndef RESTORES_1
#define RESTORES_1 0
#endif
#ifndef COPIES_0
#define COPIES_0 1      /* times a new copy replaces the one made at the founding */
#endif
#ifndef COPIES_1
#define COPIES_1 0
#endif
#ifndef SLOTS
#define SLOTS 2         /* envelopes on the way at once, in each direction */
#endif
#ifndef NODES
#define NODES 12        /* entries of one member over all its histories, and one; reaching it is an error, never a cut */
#endif
#ifndef EPOCHS
#define EPOCHS 4
#endif
#ifndef ROUNDS
#define ROUNDS 8        /* exchanges within which a healed network must have done its work */
#endif

#define OPENED 1
#define SAID   2
#define HEARD  3

/* Entries ever made: outlives every crash and every restore, as a random epoch id and a random blind do. */
typedef Tree {
  byte par[NODES];      /* the log before this entry */
  byte kind[NODES];
  byte arg[NODES];      /* SAID: message id (the signed object); HEARD: the peer's node; OPENED: own head it follows */
  byte told[NODES];     /* OPENED: the own head that another named and we did not hold (`reported`) */
  byte sz[NODES];
  byte ep[NODES];
  byte used;
  byte kept;            /* nodes up to here were committed at some time; later ones are only in memory */
  byte epochs;          /* epoch ids used so far */
  byte said             /* messages said so far; a person never says the very same object twice */
};
Tree T[2];

/* What a member holds: in memory, on its disk, and in the copy of its disk. */
typedef Held {
  byte own[EPOCHS];     /* own logs: head by epoch; the last one opened is the current one */
  byte mir[EPOCHS];     /* the peer's logs as mirrored */
  byte heard[NODES];    /* table `message`: the peer's node -> own epoch + 1 in which its receipt stands, 0 not heard */
  byte rec[NODES];      /* table `receipt`: own node -> the peer's node that heard it */
  int out;            /* table `outbox`: own nodes not receipted */
  byte has              /* table `peer`: own node that the peer says it holds */
};
Held S[6];
#define MEM(p)  (p)
#define DISK(p) (2 + (p))
#define COPY(p) (4 + (p))

/* An envelope: signed head, start of the mirrored range, messages not receipted, `have`. The network may deliver what it
 * holds at any time, any number of times, or never: a slot is only ever overwritten. That is loss, delay, reordering,
 * duplication and the replay of old envelopes. */
typedef Envelope {
  byte head;
  byte start;
  int items;
  byte have[EPOCHS]
};
Envelope Net[2 * SLOTS];        /* slots of member p: what it has sent */
#define SLOT(p, k) ((p) * SLOTS + (k))

bool dirty[2];          /* memory is ahead of the disk: nothing may leave */
bool odd[2];            /* a receipt for what our current log does not say: somebody holds another history of it */
byte lost[2];           /* `Received.lost`, between the commit of what arrived and the opening of a new epoch */
byte restores[2];
byte copies[2];
bool healed;

/* Scratch of the steps below; each is written before it is read within one indivisible step. */
hidden byte i_; hidden byte j_; hidden byte k_; hidden byte n_; hidden byte r_; hidden byte t_; hidden byte e_;
hidden byte a_; hidden byte cur_; hidden byte p_; hidden byte q_; hidden byte known_; hidden byte before_; hidden byte new_; hidden byte f_;
hidden byte ok_; hidden byte old_; hidden byte raised_; hidden byte same_; hidden byte changed_; hidden byte busy_;
hidden byte path_[NODES]; hidden int wait_; hidden byte start_; hidden byte head_; hidden int items_; hidden byte round_;
hidden byte have_[EPOCHS]; hidden byte m_;

#define BIT(n) (1 << (n))

/* The log of `size` entries that leads to n, in r_. */
inline upto(p, n, size) {
  r_ = n;
  do
  :: T[p].sz[r_] > size -> r_ = T[p].par[r_]
  :: else -> break
  od
}

/* Line.own: the current epoch is the last that memory knows. */
inline current(p) {
  cur_ = EPOCHS - 1;
  do
  :: cur_ > 0 && S[MEM(p)].own[cur_] == 0 -> cur_--
  :: else -> break
  od
}

inline copy_held(to, from) {
  S[to].out = S[from].out; S[to].has = S[from].has;
  for (k_ : 0 .. EPOCHS - 1) { S[to].own[k_] = S[from].own[k_]; S[to].mir[k_] = S[from].mir[k_] }
  for (k_ : 0 .. NODES - 1) { S[to].heard[k_] = S[from].heard[k_]; S[to].rec[k_] = S[from].rec[k_] }
}

/* Line._place: one more entry of an own log; its node is new_. */
inline place(p, epoch, what, about, reported) {
  assert(T[p].used < NODES - 1);                                        /* BOUND */
  T[p].used++; new_ = T[p].used;
  T[p].par[new_] = S[MEM(p)].own[epoch];
  T[p].sz[new_] = T[p].sz[T[p].par[new_]] + 1;
  T[p].ep[new_] = epoch; T[p].kind[new_] = what; T[p].arg[new_] = about; T[p].told[new_] = reported;
  S[MEM(p)].own[epoch] = new_;
  dirty[p] = true
}

/* Line.say and _say: an entry, and a row of the outbox, in one commit. */
inline say(p) {
  current(p);
  T[p].said++;
  place(p, cur_, SAID, T[p].said, 0);
  S[MEM(p)].out = S[MEM(p)].out | BIT(new_)
}

/* Line.open_epoch. `_after` in node.py calls it with the head of ours that the peer named and we do not hold. */
inline open_epoch(p) {
  current(p);
  assert(T[p].epochs < EPOCHS);                                         /* BOUND */
  e_ = T[p].epochs; T[p].epochs++;
  wait_ = S[MEM(p)].out;
  place(p, e_, OPENED, S[MEM(p)].own[cur_], lost[p]);
  S[MEM(p)].has = 0;
#ifndef NOT_SAID_AGAIN
  for (i_ : 1 .. NODES - 1) {
    if
    :: (wait_ & BIT(i_)) && T[p].ep[i_] == cur_ ->
         place(p, e_, SAID, T[p].arg[i_], 0);
         S[MEM(p)].out = S[MEM(p)].out | BIT(new_)
    :: else
    fi
  }
#endif
  lost[p] = 0; odd[p] = false
}

/* State._own_head: ok_ when the own head t is one we know; otherwise it is lost, unless an epoch reports it already. */
inline own_head(p, t) {
  j_ = S[MEM(p)].own[T[p].ep[t]];
  upto(p, j_, T[p].sz[t]);
  ok_ = (r_ == t);
  if
  :: !ok_ ->
       same_ = false;
#ifndef NOT_REPORTED
       for (j_ : 0 .. EPOCHS - 1) {                                     /* State._is_reported */
         if
         :: S[MEM(p)].own[j_] ->
              upto(p, S[MEM(p)].own[j_], 1);
              same_ = same_ || (T[p].told[r_] == t)
         :: else
         fi
       }
#endif
       if
       :: !same_ && (lost[p] == 0 || T[p].sz[t] > T[p].sz[lost[p]]) ->
#ifndef CONTINUE
            lost[p] = t
#else
            skip
#endif
       :: else
       fi
  :: else
  fi
}

/* State._read_entry: entry n of the peer q, just mirrored, and what it says about us. */
inline read_entry(p, q, n) {
  if
  :: T[q].kind[n] == HEARD ->                                           /* State._receipt */
       t_ = T[q].arg[n];
       upto(p, S[MEM(p)].own[T[p].ep[t_]], T[p].sz[t_]);
       if
       :: r_ == t_ ->
            /* A receipt is only given for what was once on its giver's disk. */
            assert(n <= T[q].kept);
            ok_ = true;
#ifndef LOST_RECEIPT_TAKEN
            for (i_ : 0 .. EPOCHS - 1) {                                /* State._given_up: a later epoch of theirs is without it */
              upto(q, S[MEM(p)].mir[i_], 1);
              f_ = T[q].arg[r_];
              if
              :: r_ && i_ != T[q].ep[n] && f_ && T[q].ep[f_] == T[q].ep[n] ->
                   upto(q, S[MEM(p)].mir[T[q].ep[n]], T[q].sz[f_]);
                   ok_ = ok_ && r_ == f_ && T[q].sz[n] <= T[q].sz[f_]
              :: else
              fi
            }
#endif
            if
            :: !ok_
#ifdef FIRST_RECEIPT_KEPT
            :: ok_ && S[MEM(p)].rec[t_] -> S[MEM(p)].out = S[MEM(p)].out & ~BIT(t_)
            :: ok_ && !S[MEM(p)].rec[t_] ->
#else
            :: ok_ ->
#endif
                 S[MEM(p)].rec[t_] = n;                                 /* the last one: the log they keep now */
                 S[MEM(p)].out = S[MEM(p)].out & ~BIT(t_)
            fi
       :: else ->                                                       /* counted: receipt-for-nothing-said */
#ifdef ODD_CLOSES
            odd[p] = odd[p] || T[p].ep[t_] == cur_
#else
            skip
#endif
       fi
  :: T[q].kind[n] == OPENED && T[q].arg[n] != 0 ->                      /* State._lost_by */
#ifndef NOT_QUEUED_AGAIN
       f_ = T[q].arg[n];
       j_ = S[MEM(p)].mir[T[q].ep[f_]];
       upto(q, j_, T[q].sz[f_]);
       same_ = (r_ == f_);
       for (i_ : 1 .. NODES - 1) {                                      /* Requeued */
         t_ = S[MEM(p)].rec[i_];
         if
#ifndef UNKNOWN_PASSED_OVER
         :: t_ && j_ == 0 && T[q].ep[t_] != T[q].ep[n] ->               /* it follows a log we never saw */
              S[MEM(p)].out = S[MEM(p)].out | BIT(i_)
#endif
         :: t_ && j_ && T[q].ep[t_] == T[q].ep[f_] && (!same_ || T[q].sz[t_] > T[q].sz[f_]) ->
              S[MEM(p)].out = S[MEM(p)].out | BIT(i_)
         :: else
         fi
       }
#else
       skip
#endif
  :: else
  fi
}

/* Line._mirror: ok_ when the messages may be looked at, raised_ when nothing at all is taken. */
inline mirror(p, q) {
  known_ = S[MEM(p)].mir[T[q].ep[head_]];
  before_ = T[q].sz[known_];
  old_ = known_ != 0 && T[q].sz[head_] < before_;
  raised_ = false; ok_ = true;
  if
  :: T[q].sz[head_] <= before_ ->
       upto(q, known_, T[q].sz[head_]);
       ok_ = (r_ == head_)                                              /* else _differ: both heads are kept */
  :: else ->
       if
       :: start_ > before_                                              /* a gap: our `have` asks for it again */
       :: else ->
            upto(q, head_, before_);
            if
            :: r_ == known_ ->
                 S[MEM(p)].mir[T[q].ep[head_]] = head_;
                 dirty[p] = true;
                 n_ = head_;
                 do                                                     /* oldest first */
                 :: T[q].sz[n_] > before_ -> path_[T[q].sz[n_]] = n_; n_ = T[q].par[n_]
                 :: else -> break
                 od;
                 for (a_ : before_ + 1 .. T[q].sz[head_]) { n_ = path_[a_]; read_entry(p, q, n_) }
                 ok_ = true
            :: else ->
                 upto(q, head_, start_); n_ = r_;
                 upto(q, known_, start_);
                 ok_ = false;
                 raised_ = !(start_ < before_ && r_ == n_)              /* Remote("mirror-root"); else _differ */
            fi
       fi
  fi
}

#ifdef ODD_CLOSES
#define SAME_WHAT(q) (T[q].arg[f_] == T[q].arg[i_])
#else
#define SAME_WHAT(q) true
#endif

/* Line._hear_items: one receipt, and only one, for each message not heard, in the order they stand. */
inline hear_items(p, q) {
  current(p);
  for (i_ : 1 .. NODES - 1) {
    if
    :: (items_ & BIT(i_)) ->
         j_ = S[MEM(p)].mir[T[q].ep[i_]];                               /* Line._locate: of the history we hold? */
         upto(q, head_, T[q].sz[j_]); same_ = (r_ == j_);
         upto(q, j_, T[q].sz[head_]); same_ = same_ || (r_ == head_);
         if
         :: same_ ->
              f_ = 0;                                                   /* Shelf.is_heard: by place */
              for (j_ : 1 .. NODES - 1) {
                if
                :: S[MEM(p)].heard[j_] && T[q].ep[j_] == T[q].ep[i_] && T[q].sz[j_] == T[q].sz[i_] -> f_ = j_
                :: else
                fi
              }
#ifdef NO_DEDUP
              f_ = 0;
#endif
              if
              :: f_ == 0 ->
                   place(p, cur_, HEARD, i_, 0);
                   S[MEM(p)].heard[i_] = cur_ + 1
#ifdef ODD_CLOSES
              :: f_ && T[q].arg[f_] != T[q].arg[i_]                     /* another history: its author must open an epoch */
#endif
              :: f_ && SAME_WHAT(q) && S[MEM(p)].heard[f_] != cur_ + 1 ->               /* Shelf.heard_elsewhere, HeardAgain */
#ifndef NOT_GIVEN_AGAIN
                   /* A receipt names what we hold, and nothing else that stands at the same place. */
                   assert(f_ == i_);
                   place(p, cur_, HEARD, i_, 0);
                   S[MEM(p)].heard[f_] = cur_ + 1
#else
                   skip
#endif
              :: else
              fi
         :: else
         fi
    :: else
    fi
  }
}

/* State._peer_has, for every head in `have`. */
inline peer_has(p) {
  current(p);
  for (i_ : 0 .. EPOCHS - 1) {
    t_ = have_[i_];
    if
    :: t_ ->
         own_head(p, t_);
         if
         :: ok_ && i_ == cur_ && t_ != S[MEM(p)].has &&
            (T[p].sz[t_] > T[p].sz[S[MEM(p)].has] || !old_) ->
              S[MEM(p)].has = t_; dirty[p] = true
         :: else
         fi
    :: else
    fi
  }
#ifndef SILENT_HAVE
  if                                                                    /* it names no head of our log: it holds none */
  :: have_[cur_] == 0 && S[MEM(p)].has && !old_ -> S[MEM(p)].has = 0; dirty[p] = true
  :: else
  fi
#endif
}

/* Line.receive. */
inline receive(p, q) {
  current(p);
  mirror(p, q);
  if
  :: ok_ -> hear_items(p, q)
  :: else
  fi;
  if
  :: !raised_ -> peer_has(p)
  :: else
  fi
}

/* Line.payload: everything is read from what memory holds; head_, start_, items_ and have_ are the envelope. */
inline payload(p) {
  current(p);
  head_ = S[MEM(p)].own[cur_];
  start_ = T[p].sz[S[MEM(p)].has];
  items_ = 0;
  for (i_ : 1 .. NODES - 1) {
    if
    :: (S[MEM(p)].out & BIT(i_)) && T[p].ep[i_] == cur_ -> items_ = items_ | BIT(i_)
    :: else
    fi
  }
  for (i_ : 0 .. EPOCHS - 1) { have_[i_] = S[MEM(p)].mir[i_] }
}

/* Line.owes: busy_. */
inline owes(p) {
  payload(p);
  busy_ = (head_ != S[MEM(p)].has || items_ != 0)
}

/* Store.commit: the disk holds all of it. */
inline commit(p) {
  copy_held(DISK(p), MEM(p));
  T[p].kept = T[p].used;
  dirty[p] = false
}

/* The process dies. What only memory knew is gone; ids and blinds that never left are as if never drawn. */
inline crash(p) {
  copy_held(MEM(p), DISK(p));
#ifndef SEND_FIRST
  for (k_ : 1 .. NODES - 1) {
    if
    :: k_ > T[p].kept ->
         if
         :: T[p].kind[k_] == OPENED -> T[p].epochs--
         :: else
         fi;
         T[p].par[k_] = 0; T[p].kind[k_] = 0; T[p].arg[k_] = 0; T[p].told[k_] = 0; T[p].sz[k_] = 0; T[p].ep[k_] = 0
    :: else
    fi
  }
  T[p].used = T[p].kept; T[p].said = 0;
  for (k_ : 1 .. NODES - 1) {
    if
    :: T[p].kind[k_] == SAID && T[p].arg[k_] > T[p].said -> T[p].said = T[p].arg[k_]
    :: else
    fi
  }
#endif
  dirty[p] = false; lost[p] = 0; odd[p] = false
}

/* After healing: nobody owes anything, the current log is held alike, every message that p knows it said is receipted, and
 * is held by the other. */
inline agreed(p, q) {
  owes(p);
  assert(!busy_);
  assert(S[MEM(q)].mir[cur_] == S[MEM(p)].own[cur_]);
  for (e_ : 0 .. EPOCHS - 1) {
    n_ = S[MEM(p)].own[e_];
    do
    :: n_ != 0 ->
         if
         :: T[p].kind[n_] == SAID ->
              m_ = T[p].arg[n_]; same_ = false; ok_ = false;
              for (i_ : 1 .. NODES - 1) {
                if
                :: T[p].kind[i_] == SAID && T[p].arg[i_] == m_ ->
                     same_ = same_ || S[MEM(p)].rec[i_];
                     ok_ = ok_ || S[MEM(q)].heard[i_]
                :: else
                fi
              }
              assert(same_);                                            /* receipted, there or where it is said again */
              assert(ok_)                                               /* and the other has it */
         :: else
         fi;
         n_ = T[p].par[n_]
    :: else -> break
    od
  }
}

/* No place is heard twice in one log, and nothing is said twice in one. */
inline once(p) {
  for (e_ : 0 .. EPOCHS - 1) {
    n_ = S[MEM(p)].own[e_];
    do
    :: n_ != 0 ->
         i_ = T[p].par[n_];
         do
         :: i_ != 0 ->
              assert(!(T[p].kind[n_] != OPENED && T[p].kind[i_] == T[p].kind[n_] && T[p].arg[i_] == T[p].arg[n_]));
              i_ = T[p].par[i_]
         :: else -> break
         od;
         n_ = T[p].par[n_]
    :: else -> break
    od
  }
}

/* Nothing is left to do: one state for every run that ended well. */
inline forget() {
  for (i_ : 0 .. 1) {
    for (k_ : 0 .. NODES - 1) {
      T[i_].par[k_] = 0; T[i_].kind[k_] = 0; T[i_].arg[k_] = 0; T[i_].told[k_] = 0; T[i_].sz[k_] = 0; T[i_].ep[k_] = 0
    }
    T[i_].used = 0; T[i_].kept = 0; T[i_].epochs = 0; T[i_].said = 0;
    dirty[i_] = false; lost[i_] = 0; odd[i_] = false; restores[i_] = 0; copies[i_] = 0
  }
  for (i_ : 0 .. 5) {
    S[i_].out = 0; S[i_].has = 0;
    for (k_ : 0 .. EPOCHS - 1) { S[i_].own[k_] = 0; S[i_].mir[k_] = 0 }
    for (k_ : 0 .. NODES - 1) { S[i_].heard[k_] = 0; S[i_].rec[k_] = 0 }
  }
  for (i_ : 0 .. 2 * SLOTS - 1) {
    Net[i_].head = 0; Net[i_].start = 0; Net[i_].items = 0;
    for (k_ : 0 .. EPOCHS - 1) { Net[i_].have[k_] = 0 }
  }
}

inline take_slot(n) {
  head_ = Net[n].head; start_ = Net[n].start; items_ = Net[n].items;
  for (k_ : 0 .. EPOCHS - 1) { have_[k_] = Net[n].have[k_] }
}

inline put_slot(n) {
  Net[n].head = head_; Net[n].start = start_; Net[n].items = items_;
  for (k_ : 0 .. EPOCHS - 1) { Net[n].have[k_] = have_[k_] }
}

/* ok_ when slot n holds the very envelope in the scratch. */
inline in_slot(n) {
  ok_ = (Net[n].head == head_ && Net[n].start == start_ && Net[n].items == items_);
  for (k_ : 0 .. EPOCHS - 1) { ok_ = ok_ && Net[n].have[k_] == have_[k_] }
}

#define idle(p)   (!healed && !dirty[p] && lost[p] == 0 && !odd[p])
#define SAYS(p)     ((p) == 0 -> SAYS_0 : SAYS_1)
#define RESTORES(p) ((p) == 0 -> RESTORES_0 : RESTORES_1)
#define COPIES(p)   ((p) == 0 -> COPIES_0 : COPIES_1)
#ifdef SEND_FIRST
#define may_send(p) (!healed)
#else
#define may_send(p) idle(p)
#endif

#ifdef QUIET
#define ANYWAY(round) false
#else
#define ANYWAY(round) (round < 2)       /* each side has a reason to send once: README, "what is taken for granted" */
#endif

proctype Member(byte p) {
  do
  :: d_step { idle(p) && T[p].said < SAYS(p) ->
       say(p); printf("%d says message %d\n", p, T[p].said) }

  /* The carrier, and every answer: an envelope of what memory holds, at any time. The older of two may go, or the newer. */
  :: d_step { may_send(p) ->
       payload(p); same_ = false;
       for (i_ : 0 .. SLOTS - 1) { in_slot(SLOT(p, i_)); same_ = same_ || ok_ }
       if
       :: !same_ ->
            printf("%d sends its log up to %d from %d\n", p, head_, start_);
            put_slot(SLOT(p, SLOTS - 1));
#ifdef OUT_ON_SEND
            S[MEM(p)].out = S[MEM(p)].out & ~items_; dirty[p] = true
#endif
       :: else
       fi }
#if SLOTS == 2
  :: d_step { may_send(p) ->
       payload(p); same_ = false;
       for (i_ : 0 .. SLOTS - 1) { in_slot(SLOT(p, i_)); same_ = same_ || ok_ }
       if
       :: !same_ ->
            printf("%d sends its log up to %d from %d\n", p, head_, start_);
            head_ = Net[SLOT(p, 1)].head; start_ = Net[SLOT(p, 1)].start; items_ = Net[SLOT(p, 1)].items;
            for (k_ : 0 .. EPOCHS - 1) { have_[k_] = Net[SLOT(p, 1)].have[k_] }
            put_slot(SLOT(p, 0));
            payload(p);
            put_slot(SLOT(p, 1));
#ifdef OUT_ON_SEND
            S[MEM(p)].out = S[MEM(p)].out & ~items_; dirty[p] = true
#endif
       :: else
       fi }
  :: d_step { idle(p) && Net[SLOT(1 - p, 0)].head ->
       take_slot(SLOT(1 - p, 0)); q_ = 1 - p; receive(p, q_); printf("%d takes the older envelope\n", p) }
#endif
  :: d_step { idle(p) && Net[SLOT(1 - p, SLOTS - 1)].head ->
       take_slot(SLOT(1 - p, SLOTS - 1)); q_ = 1 - p; receive(p, q_); printf("%d takes the newest envelope\n", p) }

  :: d_step { !healed && dirty[p] -> once(p); commit(p); printf("%d commits\n", p) }
  :: d_step { !healed && !dirty[p] && (lost[p] || odd[p]) -> printf("%d lost %d: a new epoch\n", p, lost[p]); open_epoch(p) }
  :: d_step { !healed && (dirty[p] || lost[p] || odd[p]) -> crash(p); printf("%d dies and starts again\n", p) }

  :: d_step { idle(p) && copies[p] < COPIES(p) && restores[p] < RESTORES(p) ->
       copies[p]++; copy_held(COPY(p), DISK(p)); printf("%d is copied\n", p) }
  :: d_step { idle(p) && restores[p] < RESTORES(p) ->
       restores[p]++; copy_held(DISK(p), COPY(p)); copy_held(MEM(p), COPY(p));
#ifdef RESTORE_OPENS
       open_epoch(p); commit(p);                                        /* a restore that is told to be one */
#endif
       printf("%d is put back to its copy\n", p) }

  :: healed -> break
  od
}

inline heal_lost(p) {
  d_step {
    if
    :: lost[p] || odd[p] -> printf("%d lost %d: a new epoch\n", p, lost[p]); open_epoch(p); commit(p)
    :: else
    fi;
    skip
  }
}

/* A healed network: who owes sends, who is sent something answers (deliver.py
 * `Carrier.once`, node.py `receive`, `answered`). One run of it from every state there is; nothing comes between. */
proctype Healing() {
  atomic {
    idle(0) && idle(1);
    d_step { printf("the network heals\n"); healed = true; round_ = 0; skip };
    skip;
    do
    :: round_ < 2 * ROUNDS ->
       d_step {
         p_ = round_ % 2; q_ = 1 - p_;
         owes(p_);
         busy_ = busy_ || ANYWAY(round_);
         raised_ = !busy_;
         if
         :: busy_ -> printf("%d sends its log up to %d from %d\n", p_, head_, start_); receive(q_, p_); commit(q_)
         :: else
         fi;
         skip
       };
       skip;
       heal_lost(q_);
       skip;
       d_step {
         if
         :: !raised_ -> printf("%d answers\n", q_); payload(q_); receive(p_, q_); commit(p_)
         :: else
         fi;
         skip
       };
       skip;
       heal_lost(p_);
       skip;
       round_++
    :: else -> break
    od;
    skip;
    d_step { once(0); skip };
    skip;
    d_step { once(1); skip };
    skip;
    d_step { agreed(0, 1); skip };
    skip;
    d_step { agreed(1, 0); skip };
    skip;
    d_step { forget(); skip }
  }
}

init {
  d_step {
    for (i_ : 0 .. 1) {
      T[i_].used = 1; T[i_].kept = 1; T[i_].epochs = 1;
      T[i_].kind[1] = OPENED; T[i_].sz[1] = 1;
      for (j_ : 0 .. 2) { S[2 * j_ + i_].own[0] = 1; S[2 * j_ + i_].mir[0] = 1; S[2 * j_ + i_].has = 1 }
    }
  }
  atomic { run Member(0); run Member(1); run Healing() }
}
