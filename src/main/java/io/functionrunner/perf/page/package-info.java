/** What our pages have in common: style, charts, and how text from servers is kept inert. */
package io.functionrunner.perf.page;
