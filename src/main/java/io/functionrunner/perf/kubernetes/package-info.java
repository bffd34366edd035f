/** Several injectors as an Indexed Job of Kubernetes: started, watched, their results fetched. */
package io.functionrunner.perf.kubernetes;
