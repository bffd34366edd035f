/** Probe. */
public class BaselineTest {}
