package io.functionrunner.perf.stats;

/**
 * The mean of values that depend on their neighbours in time, and how sure it is: the method of
 * batch means (Law and Kelton, "Simulation Modeling and Analysis", section 9.5.3). The values of
 * one batch stand for one observation, so what they have in common is not taken for information.
 *
 * @param mean over all values
 * @param standardError of it
 * @param lag1 correlation of neighbouring batches
 * @param batches that had a value
 */
public record BatchMeans(double mean, double standardError, double lag1, int batches) {

  /** From here on batches are not taken for independent. */
  private static final double DEPENDENT = 0.2;

  /** The estimate of a correlation from some twenty batches is no better. */
  private static final double STRONGEST = 0.9;

  /**
   * Of batches in order of time. The variance is that of a ratio (sum of values over number of
   * values; Cochran, "Sampling Techniques", 3rd edition, formula 6.9), so batches may differ in
   * size. Where neighbours correlate with r ≥ {@value #DEPENDENT}, it is widened by (1 + r) / (1 −
   * r), as of a first-order autoregressive series.
   *
   * @param sums of the values of each batch
   * @param counts of values in each batch; a batch without any is left out
   */
  public static BatchMeans of(double[] sums, long[] counts) {
    double sum = 0;
    long count = 0;
    int batches = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += counts[i] == 0 ? 0 : sums[i];
      count += counts[i];
      batches += counts[i] == 0 ? 0 : 1;
    }
    if (batches < 2) {
      throw new IllegalArgumentException(batches + " batches with values. Expecting two or more");
    }
    double mean = sum / count;
    double[] off = new double[batches];
    int size = 0;
    for (int i = 0; i < sums.length; i++) {
      if (counts[i] > 0) {
        off[size++] = sums[i] - mean * counts[i];
      }
    }
    double squares = 0;
    double products = 0;
    for (int i = 0; i < batches; i++) {
      squares += off[i] * off[i];
      products += i == 0 ? 0 : off[i] * off[i - 1];
    }
    double lag1 = squares == 0 ? 0 : products / squares;
    double variance = squares * batches / (batches - 1) / ((double) count * count);
    double r = Math.min(lag1, STRONGEST);
    double widened = r >= DEPENDENT ? variance * (1 + r) / (1 - r) : variance;
    return new BatchMeans(mean, Math.sqrt(widened), lag1, batches);
  }
}
