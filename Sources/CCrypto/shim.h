// libcrypto for Swift: digests, certificates, CMS signatures, time stamps. Macros are not imported, so that each needed one is wrapped.
#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
// After pem.h, without which it does not declare how a CMS message is read as PEM.
#include <openssl/cms.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

static inline int ccrypto_x509_count(const STACK_OF(X509) *certificates) {
  return certificates == NULL ? 0 : sk_X509_num(certificates);
}

static inline X509 *ccrypto_x509_at(const STACK_OF(X509) *certificates, int index) {
  return sk_X509_value(certificates, index);
}

// The stack only; the certificates belong to somebody else.
static inline void ccrypto_x509_stack_free(STACK_OF(X509) *certificates) { sk_X509_free(certificates); }

static inline int ccrypto_text_count(const STACK_OF(ASN1_UTF8STRING) *texts) {
  return texts == NULL ? 0 : sk_ASN1_UTF8STRING_num(texts);
}

static inline const ASN1_STRING *ccrypto_text_at(const STACK_OF(ASN1_UTF8STRING) *texts, int index) {
  return sk_ASN1_UTF8STRING_value(texts, index);
}

static inline long ccrypto_bio_contents(BIO *bio, char **contents) { return BIO_get_mem_data(bio, contents); }

static inline unsigned long ccrypto_name_flags(void) { return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB; }

// Said here too: cms.h leaves them out when something included it before pem.h.
CMS_ContentInfo *PEM_read_bio_CMS(BIO *bio, CMS_ContentInfo **message, pem_password_cb *callback, void *context);
int PEM_write_bio_CMS(BIO *bio, const CMS_ContentInfo *message);

// Declared by a macro that Swift cannot import.
static inline CMS_ContentInfo *ccrypto_read_cms(BIO *bio) { return PEM_read_bio_CMS(bio, NULL, NULL, NULL); }
static inline int ccrypto_write_cms(BIO *bio, CMS_ContentInfo *message) { return PEM_write_bio_CMS(bio, message); }

#endif
