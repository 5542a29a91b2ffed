// libcurl for Swift: curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call.
// Each wrapper fixes one argument type; the option's own type decides which wrapper is right
// (https://curl.se/libcurl/c/curl_easy_setopt.html).
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>

typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_bytes(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_data_callback value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_set_open_socket(CURL *handle, curl_opensocket_callback value) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode ccurl_set_before_request(CURL *handle, curl_prereq_callback value) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

static inline curl_socket_t ccurl_bad_socket(void) { return CURL_SOCKET_BAD; }

static inline long ccurl_get_redirect_count(CURL *handle) {
  long count = 0;
  return curl_easy_getinfo(handle, CURLINFO_REDIRECT_COUNT, &count) == CURLE_OK ? count : 0;
}

// Lives as long as the handle; null before anything was asked.
static inline const char *ccurl_get_effective_url(CURL *handle) {
  char *url = NULL;
  return curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &url) == CURLE_OK ? url : NULL;
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode ccurl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context) {
  CURLMcode codes[4] = {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket),
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context),
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer),
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context),
  };
  for (int i = 0; i < 4; i++) if (codes[i] != CURLM_OK) return codes[i];
  return CURLM_OK;
}

// The result of a finished transfer lies in a union, which Swift reads only through unsafe casts.
static inline CURLcode ccurl_message_result(const CURLMsg *message) {
  return message->data.result;
}

// Macros with casts are not imported.
static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline long ccurl_http_version_1_1(void) { return CURL_HTTP_VERSION_1_1; }

static inline size_t ccurl_error_size(void) { return CURL_ERROR_SIZE; }

#endif
