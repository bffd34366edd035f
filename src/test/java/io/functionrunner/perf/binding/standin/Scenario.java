package io.functionrunner.perf.binding.standin;

/** What is to happen to a task; a stand-in takes it from the task's prompt. */
public enum Scenario {
  SUCCEED,
  FAIL,
  /** Fails in the API's second way, where it has one. */
  FAIL_OTHERWISE,
  CANCELLED_BY_OTHERS,
  /** Runs until somebody cancels it. */
  NEVER_END,
  REJECT,
  SUBMIT_BROKEN,
  SUBMIT_MALFORMED,
  SUBMIT_WITHOUT_ID,
  VANISH,
  POLL_BROKEN_ONCE,
  POLL_MALFORMED_ONCE,
  POLL_THROTTLED_ONCE,
  UNKNOWN_STATE_ONCE,
  /** Later URLs point to another host. */
  FOREIGN_HOST
}
