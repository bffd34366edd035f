package io.functionrunner.perf.media;

/**
 * Φ⁻¹, the quantile function of the standard normal distribution, to about 1 part in 10⁷. Source:
 * M. J. Wichura, Algorithm AS 241, routine PPND7, Applied Statistics 37 (1988), 477–484.
 */
final class NormalScore {
  private NormalScore() {}

  /**
   * @param probability in (0, 1)
   */
  static double of(double probability) {
    double q = probability - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q
          * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
          / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0);
    }
    double r = Math.sqrt(-StrictMath.log(Math.min(probability, 1 - probability)));
    double score;
    if (r <= 5) {
      r -= 1.6;
      score =
          (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
              / ((0.12021132975 * r + 0.73700164250) * r + 1.0);
    } else {
      r -= 5;
      score =
          (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
              / ((0.012258202635 * r + 0.24197894225) * r + 1.0);
    }
    return q < 0 ? -score : score;
  }
}
