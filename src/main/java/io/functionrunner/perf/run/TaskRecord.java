package io.functionrunner.perf.run;

/**
 * One task of a run, as its client saw it. Times are epoch milliseconds; {@link #ABSENT} is "not
 * known".
 *
 * @param user global index of the user, and {@code index} of the task among the user's: together
 *     they name the same task in every run with the same seed
 * @param modality {@code image}
 * @param quality {@code draft}
 * @param intendedMillis when the schedule wanted it submitted
 * @param submitMillis when it was submitted; their difference is the schedule lag
 * @param acceptedMillis when the answer to the submission was read
 * @param outcome null while in flight
 * @param endMillis when the client knew of the end
 * @param pendingMillis when the last request was sent whose answer showed that the task had not
 *     ended, the submission or a status request: it ended between then and {@code endMillis}
 * @param createdMillis by the server's clock, like {@code startedMillis} and {@code
 *     completedMillis}
 * @param checks status requests that it took
 * @param rejections submissions refused for load before this one was accepted or given up
 * @param reason why it failed, bounded in length; empty when it did not
 */
public record TaskRecord(
    long user,
    int index,
    String modality,
    String quality,
    long intendedMillis,
    long submitMillis,
    long acceptedMillis,
    Outcome outcome,
    long endMillis,
    long pendingMillis,
    long createdMillis,
    long startedMillis,
    long completedMillis,
    int checks,
    int rejections,
    String reason) {

  public static final long ABSENT = -1;
}
